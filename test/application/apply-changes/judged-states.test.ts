import { beforeEach, describe, expect, it } from 'vitest';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import { retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { oneByOne } from '../../support/one-by-one.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let pipeline: Pipeline;
beforeEach(async () => {
  pipeline = await startPipeline();
});

/** One invoice and what is done with it at the source, as changes in the order in which they came. */
async function changesOf(...actions: string[]): Promise<ChangeMessage[]> {
  await pipeline.press('month-end-run', { count: 1 });
  const { id: invoiceId } = (await pipeline.storaState()).invoices[0];
  for (const action of actions) {
    pipeline.clock.advance(2_000);
    await pipeline.press(action, { invoiceId });
  }
  await pipeline.deliver();
  return pipeline.changes.messages().filter(({ sourceId }) => sourceId === invoiceId);
}

const apply = async (messages: ChangeMessage[]) =>
  (await pipeline.apply(messages)).map((result) =>
    result.kind === 'done' ? result.outcome : result,
  );
const causes = async () => (await pipeline.stores.issues.list('acorn')).map(({ cause }) => cause);
const lock = (periodLockDay: string) => pipeline.pressXero('lock-date', { periodLockDay });
const statuses = async (): Promise<string[]> =>
  (await pipeline.xeroState()).invoices.map(({ status }: { status: string }) => status);
const older = { kind: 'skipped', reason: 'older' };

/** A person presses "try again". */
async function retry(): Promise<ChangeMessage[]> {
  const [issue] = await pipeline.stores.issues.list('acorn');
  if (issue === undefined) throw new Error('There is no issue.');
  const queue = new RecordingChangeQueue();
  await retryIssue({ ...pipeline.ports, queues: { xero: queue } }, issue, 'operator');
  return queue.messages();
}

/** Workers began these so often, besides the first time, and died. */
async function beginInVain(messages: ChangeMessage[], count: number): Promise<void> {
  const counts = messages.map(({ kind, sourceId, eventId, receivedAt }) => {
    return [`${kind}|${sourceId}|${eventId}`, { count, firstAt: receivedAt }];
  });
  const revision = pipeline.stores.tries.all()[0]?.revision ?? 0;
  const tries = Object.fromEntries(counts);
  const row = { operatorId: 'acorn', queue: 'changes-xero', revision, tries };
  await pipeline.stores.tries.save(row);
}

describe('a state that was judged and not applied', () => {
  it('keeps a void invoice out of the books when its older events come late', async () => {
    const changes = await changesOf('void');
    const voided = changes.filter(({ eventType }) => eventType === 'invoice.voided');
    const before = changes.filter((change) => !voided.includes(change));

    expect(await apply(voided)).toEqual([{ kind: 'skipped', reason: 'void_never_posted' }]);
    expect(await apply(before)).toEqual(before.map(() => older));

    expect(await statuses()).toEqual([]);
  });

  it('is decided anew when another worker posts the invoice meanwhile', async () => {
    const changes = await changesOf('void');
    const voided = changes.slice(-1);
    const { links } = pipeline.stores;
    const get = links.get.bind(links);
    oneByOne(links);
    let isFirst = true;
    links.get = async (key) => {
      const link = await get(key);
      if (isFirst && key.kind === 'invoice') {
        isFirst = false;
        await apply(changes.slice(0, -1));
      }
      return link;
    };

    expect(await apply(voided)).toMatchObject([{ kind: 'deferred', reason: 'record_moved_on' }]);
    expect(await apply(voided)).toEqual([{ kind: 'applied' }]);

    expect(await statuses()).toEqual(['VOIDED']);
  });

  it('keeps its issue when older events of the record come late', async () => {
    const changes = await changesOf('pay');
    const paid = changes.slice(-1);
    await lock('2026-12-31');
    await apply(paid);
    await lock('2026-03-31');
    pipeline.clock.advance(6 * 60_000);

    expect(await apply(changes.slice(0, -1))).toEqual(changes.slice(0, -1).map(() => older));

    expect(await causes()).toEqual(['locked_period']);
    expect(await statuses()).toEqual([]);
  });

  it('keeps its issue when a worker that stood still commits an older state after it', async () => {
    const changes = await changesOf('pay');
    const { activities } = pipeline.stores;
    const append = activities.appendGroup.bind(activities);
    let isFirst = true;
    activities.appendGroup = async (group) => {
      if (isFirst && group.entries.some(({ detail }) => detail.writes === 'create')) {
        isFirst = false;
        pipeline.clock.advance(6 * 60_000);
        await lock('2026-12-31');
        await apply(changes.slice(-1));
      }
      return append(group);
    };

    await apply(changes.slice(0, -1));

    expect(isFirst).toBe(false);
    expect(await causes()).toEqual(['locked_period']);
    await lock('2026-03-31');
    expect(await apply(await retry())).toEqual([{ kind: 'applied' }]);
    expect(await statuses()).toEqual(['PAID']);
  });

  it('keeps its issue when a worker that stood still only needed its record', async () => {
    let overtake: (() => Promise<void>) | undefined;
    pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        const isNote = request.method === 'PUT' && request.url.includes('/CreditNotes');
        if (isNote) await overtake?.();
        return response;
      },
    });
    const changes = await changesOf();
    await apply(changes);
    const invoiceId = changes[0]?.sourceId;
    await pipeline.press('credit', { invoiceId, amountMinor: 500 });
    await pipeline.deliver();
    const creditNotes = pipeline.changes.messages().filter(({ kind }) => kind === 'credit_note');
    overtake = async () => {
      overtake = undefined;
      pipeline.clock.advance(6 * 60_000);
      await pipeline.press('pay', { invoiceId });
      await pipeline.deliver();
      await lock('2026-12-31');
      const paid = pipeline.changes.messages().slice(-1);
      expect(await apply(paid)).toMatchObject([{ kind: 'parked' }]);
      await lock('2026-03-31');
    };

    await apply(creditNotes);

    expect(overtake).toBeUndefined();
    expect(await pipeline.stores.issues.list('acorn')).toMatchObject([
      { kind: 'invoice', cause: 'locked_period' },
    ]);
  });

  it('keeps its issue when its change was given up and an older one comes late', async () => {
    const changes = await changesOf('pay');
    const paid = changes.slice(-1);
    const again = () =>
      applyChanges(
        paid.map((message) => ({ message, receiveCount: 9 })),
        pipeline.ports,
      );
    const { pacer } = pipeline.ports;
    const run = pacer.run.bind(pacer);
    pacer.run = () => Promise.reject(new TypeError('x is not a function'));
    await beginInVain(paid, 2);
    expect(await again()).toMatchObject([{ kind: 'deferred', reason: 'unforeseen' }]);
    await beginInVain(paid, 4);
    expect(await again()).toMatchObject([{ outcome: { cause: 'unexpected' } }]);
    pacer.run = run;

    expect(await apply(changes.slice(0, -1))).toEqual(changes.slice(0, -1).map(() => older));

    expect(await causes()).toEqual(['unexpected']);
    expect(await apply(await retry())).toEqual([{ kind: 'applied' }]);
    expect(await statuses()).toEqual(['PAID']);
  });

  it('is tried again, be it read anew or delivered once more', async () => {
    const changes = await changesOf('pay');
    const paid = changes.slice(-1);
    await lock('2026-12-31');
    await apply(paid);

    expect(await apply(paid)).toMatchObject([{ kind: 'parked' }]);
    await lock('2026-03-31');
    pipeline.clock.advance(60_000);
    expect(await apply(await retry())).toEqual([{ kind: 'applied' }]);

    expect(await statuses()).toEqual(['PAID']);
    expect(await causes()).toEqual([]);
    const link = pipeline.stores.links.all().find(({ kind }) => kind === 'invoice');
    expect(link?.judgedVersion).toBeUndefined();
  });

  it('is remembered as well when the whole call was refused', async () => {
    let isRefusing = true;
    pipeline = await startPipeline({
      intercept: async (request, answer) =>
        isRefusing && request.method === 'PUT' && request.url.includes('/Invoices')
          ? Response.json({ Detail: 'Forbidden' }, { status: 403 })
          : answer(),
    });
    const changes = await changesOf('pay');
    expect(await apply(changes.slice(-1))).toMatchObject([{ cause: 'permission_missing' }]);
    isRefusing = false;

    expect(await apply(changes.slice(0, 1))).toEqual([older]);

    expect(await causes()).toEqual(['permission_missing']);
  });
});

describe('an issue that is out of date', () => {
  it('is resolved when trying again finds that the books are right', async () => {
    await apply(await changesOf('pay'));
    const [invoice] = pipeline.stores.links.all().filter(({ kind }) => kind === 'invoice');
    const { sourceId = '' } = invoice ?? {};
    await pipeline.stores.issues.raise(
      anIssue({ operatorId: 'acorn', sourceId, cause: 'payment_decreased' }),
    );

    expect(await apply(await retry())).toEqual([{ kind: 'skipped', reason: 'duplicate' }]);

    expect(await causes()).toEqual([]);
  });

  it('is not raised by a worker that was overtaken', async () => {
    const changes = await changesOf('pay');
    await lock('2026-12-31');
    const { links } = pipeline.stores;
    const save = links.save.bind(links);
    let isOvertaken = false;
    links.save = async (link) => {
      if (link.judgedVersion === undefined || isOvertaken) return save(link);
      isOvertaken = true;
      // Another worker has the newer state, and a period that is open again.
      await lock('2026-03-31');
      pipeline.ports.ledgerFor().catalogue.forget(pipeline.clock.nowEpochMs());
      await apply(changes.slice(-1));
      return save(link);
    };

    expect(await apply(changes.slice(0, 1))).toMatchObject([
      { kind: 'deferred', reason: 'record_moved_on' },
    ]);

    expect(await causes()).toEqual([]);
    expect(await statuses()).toEqual(['PAID']);
  });
});
