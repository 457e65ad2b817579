import { describe, expect, it } from 'vitest';
import { auditWrites } from '../../../shared/application/effects/audit-writes.ts';
import { aLink } from '../../builders/a-link.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** All writes that stand in the activities, as `kind write`, each as often as it stands there. */
function audited(pipeline: Pipeline): string[] {
  return pipeline.stores.activities
    .all()
    .filter(({ type }) => type === 'record.applied' || type === 'source.noted')
    .flatMap(({ detail }) =>
      String(detail.writes)
        .split(', ')
        .map((write) => `${detail.kind} ${write}`),
    )
    .sort();
}

function timesOf(writes: string[], start: string): number {
  return writes.filter((write) => write.startsWith(start)).length;
}

/** How often the vendors were asked to write to such a path. */
function sent(pipeline: Pipeline, method: string, path: RegExp): number {
  return pipeline.calls.filter(
    (call) => call.method === method && path.test(new URL(call.url).pathname),
  ).length;
}

function trackingMade(pipeline: Pipeline) {
  return pipeline.stores.activities.all().filter(({ type }) => type === 'tracking.created');
}

/** Two invoices: one credited in part and paid, one voided; then its customer is renamed. */
async function eventfulMonth(): Promise<Pipeline> {
  const pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 2 });
  await pipeline.settle();
  const { invoices, contacts } = await pipeline.storaState();
  await pipeline.press('credit', { invoiceId: invoices[0].id, amountMinor: 500 });
  await pipeline.settle();
  await pipeline.press('pay', { invoiceId: invoices[0].id });
  await pipeline.press('void', { invoiceId: invoices[1].id });
  const contactId = contacts[0].id;
  await pipeline.press('update-contact', { contactId, full_name: 'Renamed Tenant' });
  await pipeline.settle();
  return pipeline;
}

describe('writes to either side', () => {
  it('each stand in the activities exactly once, whatever their kind', async () => {
    const pipeline = await eventfulMonth();
    const { contacts, invoices, payments, creditNotes } = await pipeline.xeroState();

    const writes = audited(pipeline);

    const found = {
      contacts: timesOf(writes, 'contact create'),
      contactUpdates: timesOf(writes, 'contact update'),
      invoices: timesOf(writes, 'invoice create'),
      voids: timesOf(writes, 'invoice void'),
      payments: timesOf(writes, 'invoice payment'),
      creditNotes: timesOf(writes, 'credit_note create'),
      allocations: timesOf(writes, 'credit_note allocation'),
      historyNotes: timesOf(writes, 'invoice history') + timesOf(writes, 'credit_note history'),
      metadata: timesOf(writes, 'contact metadata'),
      timelineNotes: timesOf(writes, 'invoice timeline') + timesOf(writes, 'credit_note timeline'),
      tracking: trackingMade(pipeline).length,
    };
    expect(found).toEqual({
      contacts: contacts.length,
      contactUpdates: sent(pipeline, 'POST', /\/Contacts$/),
      invoices: invoices.length,
      voids: 1,
      payments: payments.length,
      creditNotes: creditNotes.length,
      allocations: sent(pipeline, 'PUT', /\/Allocations$/),
      historyNotes: sent(pipeline, 'PUT', /\/History$/),
      metadata: sent(pipeline, 'PATCH', /\/contacts\//),
      timelineNotes: sent(pipeline, 'POST', /\/timeline\/events$/),
      tracking: sent(pipeline, 'PUT', /\/TrackingCategories/),
    });
    expect(Object.values(found).every((count) => count > 0)).toBe(true);
    expect(JSON.stringify(pipeline.stores.activities.all())).not.toContain('Renamed Tenant');
  });

  it('are not repeated in the activities when the same changes come again', async () => {
    const pipeline = await eventfulMonth();
    const before = pipeline.stores.activities.all();

    await pipeline.press('redeliver', { times: 2, seed: 3 });
    await pipeline.settle();

    expect(pipeline.stores.activities.all()).toEqual(before);
  });

  it('stand there once although the worker dies between the entry and its mark', async () => {
    for (let at = 1; at <= 6; at += 1) {
      const pipeline = await startPipeline();
      const { activities } = pipeline.stores;
      const append = activities.append.bind(activities);
      const appendGroup = activities.appendGroup.bind(activities);
      let appended = 0;
      const count = () => {
        appended += 1;
        if (appended === at) throw new Error('The process died.');
      };
      activities.append = (activity) => append(activity).then(count);
      activities.appendGroup = (group) => appendGroup(group).then(count);
      await pipeline.press('month-end-run', { count: 2 });

      await pipeline.settle();

      const writes = audited(pipeline);
      expect(timesOf(writes, 'invoice create')).toBe(2);
      expect(timesOf(writes, 'contact create')).toBe(2);
      expect(timesOf(writes, 'invoice timeline')).toBe(2);
    }
  });

  it('stand there once although the commit is not saved and fewer of them are known afterwards', async () => {
    for (let at = 1; at <= 8; at += 1) {
      const pipeline = await startPipeline();
      const save = pipeline.stores.links.save.bind(pipeline.stores.links);
      let saves = 0;
      pipeline.stores.links.save = async (link) => {
        saves += 1;
        if (saves === at) throw new Error('The process died.');
        return save(link);
      };
      await pipeline.press('month-end-run', { count: 1 });

      await pipeline.settle();

      const ofLedger = audited(pipeline).filter((write) => !/timeline|metadata/.test(write));
      expect(ofLedger).toEqual(['contact create', 'invoice create', 'invoice history']);
    }
  });

  it('each have an entry of their own, whatever else is known when it is appended', async () => {
    const pipeline = await startPipeline();
    const done = { state: 'done', generation: 0, sentAtEpochMs: 1_000, requestHash: '' } as const;
    const known = [
      { create: done },
      { create: done, history: done },
      { create: { ...done, generation: 1, sentAtEpochMs: 9_000, firstSentAtEpochMs: 1_000 } },
    ];

    for (const effects of known)
      await auditWrites({ link: aLink({ effects }) }, { ports: pipeline.ports });

    expect(audited(pipeline)).toEqual(['invoice create', 'invoice history']);
  });

  it('stand there once when the answer to the creation of a tracking option is lost', async () => {
    let isLost = false;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const isCreate = request.method === 'PUT' && request.url.includes('/TrackingCategories/');
        if (isLost || !isCreate) return answer();
        isLost = true;
        await answer();
        throw new TypeError('fetch failed');
      },
    });
    await pipeline.press('month-end-run', { count: 1 });

    await pipeline.settle();

    expect(isLost).toBe(true);
    expect(trackingMade(pipeline)).toHaveLength(1);
  });

  it.each([
    ['tracking category', { trackingCategoryName: 'Depot' }, /\/TrackingCategories$/, 2],
    ['tracking option', {}, /\/TrackingCategories\/.*\/Options$/, 1],
  ])(
    'stand there once when a %s is created once more by a worker whose list is from before',
    async (...given) => {
      const [, settings, path, times] = given;
      const formerLists: Response[] = [];
      let isFailed = false;
      const pipeline = await startPipeline({
        settings,
        intercept: async (request, answer) => {
          const response = await answer();
          if (request.method === 'GET' && request.url.includes('/TrackingCategories')) {
            const former = isFailed ? formerLists.pop() : undefined;
            if (!isFailed) formerLists.push(response.clone());
            return former ?? response;
          }
          if (isFailed || request.method !== 'PUT' || !path.test(request.url)) return response;
          isFailed = true;
          return new Response('', { status: 504 });
        },
      });
      // There is room for two.
      await pipeline.pressXero('tracking', { category: 'Department', status: 'ARCHIVED' });
      await pipeline.press('month-end-run', { count: 1 });

      await pipeline.settle();

      expect(sent(pipeline, 'PUT', path)).toBe(2);
      expect(trackingMade(pipeline)).toHaveLength(times);
      const refused = pipeline.stores.links
        .all()
        .flatMap(({ effects }) =>
          Object.values(effects).filter(({ state }) => state === 'rejected'),
        );
      expect(refused).toEqual([]);
    },
  );

  it('stand there when the record could not be finished', async () => {
    const pipeline = await startPipeline({ settings: { clearingAccountCode: '999' } });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.press('pay-all');

    await pipeline.settle();

    expect(await pipeline.stores.issues.list('acorn')).toHaveLength(1);
    expect(timesOf(audited(pipeline), 'invoice create')).toBe(1);
  });

  it('stand there when a later call for the same record was refused as a whole', async () => {
    const pipeline = await startPipeline({
      intercept: async (request, answer) =>
        new URL(request.url).pathname.endsWith('/Payments')
          ? new Response('{}', { status: 403 })
          : answer(),
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.press('pay-all');

    await pipeline.settle();

    expect(await pipeline.stores.issues.list('acorn')).toHaveLength(1);
    expect(timesOf(audited(pipeline), 'invoice create')).toBe(1);
    expect(timesOf(audited(pipeline), 'invoice payment')).toBe(0);
  });
});
