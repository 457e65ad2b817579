import { describe, expect, it } from 'vitest';
import { retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import type { IssueCause } from '../../../shared/domain/issues/causes.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../support/pipeline.ts';

interface Case {
  name: string;
  options?: PipelineOptions;
  arrange?: (pipeline: Pipeline) => Promise<unknown>;
  cause: IssueCause;
}

function xero(pipeline: Pipeline, action: string, input: Record<string, unknown>) {
  return pipeline.pressXero(action, input);
}

const cases: Case[] = [
  {
    name: 'the period is locked',
    arrange: (pipeline) => xero(pipeline, 'lock-date', { periodLockDay: '2026-12-31' }),
    cause: 'locked_period',
  },
  {
    name: 'the account is archived',
    arrange: (pipeline) => xero(pipeline, 'archive-account', { code: '200' }),
    cause: 'account_archived',
  },
  {
    name: 'sites may not be created in the ledger',
    options: { settings: { createTracking: false } },
    cause: 'tracking_missing',
  },
  {
    name: 'both tracking categories are taken',
    options: { settings: { trackingCategoryName: 'Depot' } },
    cause: 'tracking_full',
  },
];

describe('an invoice that cannot be posted', () => {
  it.each(cases)('waits for a person when $name', async ({ options, arrange, cause }) => {
    const pipeline = await startPipeline(options);
    await arrange?.(pipeline);
    await pipeline.press('month-end-run', { count: 1 });

    const { changes } = await pipeline.settle();

    const issues = await pipeline.stores.issues.list('acorn');
    expect(issues.map((issue) => issue.cause)).toEqual([cause]);
    expect(issues[0]?.remedy).toMatch(/\.$/);
    expect((await pipeline.xeroState()).invoices).toEqual([]);
    expect(changes.every((result) => result.kind === 'done')).toBe(true);
  });

  it('is logged with all by which support looks it up, and nothing else of it', async () => {
    const pipeline = await startPipeline();
    const ledger = pipeline.ports.ledgerFor();
    ledger.invoices.create = async (drafts) =>
      drafts.map(() => ({
        ok: false,
        cause: 'ledger_rejected',
        detail: 'The moon is in the wrong house.',
        requestId: 'correlation-9',
      }));
    pipeline.ports.ledgerFor = () => ledger;
    await pipeline.press('month-end-run', { count: 1 });

    await pipeline.settle();

    const [{ sourceId = '' } = {}] = await pipeline.stores.issues.list('acorn');
    const facts = { operatorId: 'acorn', kind: 'invoice', sourceId, changes: 2 };
    expect(pipeline.log.of('change.parked').map((entry) => entry.facts)).toEqual([
      { ...facts, reason: 'ledger_rejected', requestId: 'correlation-9' },
    ]);
    expect(pipeline.log.text()).not.toContain('moon');
  });

  it('says what of it stands in the ledger, and what waits', async () => {
    const pipeline = await startPipeline({ settings: { clearingAccountCode: undefined } });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    await pipeline.press('pay-all');

    await pipeline.settle();

    expect(await pipeline.stores.issues.list('acorn')).toMatchObject([
      {
        cause: 'clearing_account_missing',
        stand: expect.stringMatching(/^The invoice is in Xero as ACORN-0001 over .* wait\.$/),
      },
    ]);
  });

  it('does not hold up the invoices beside it', async () => {
    const pipeline = await startPipeline();
    await xero(pipeline, 'archive-account', { code: '201' });
    await pipeline.press('month-end-run', { count: 20 });

    await pipeline.settle();

    const issues = await pipeline.stores.issues.list('acorn');
    const { invoices } = await pipeline.xeroState();
    expect(issues.length).toBeGreaterThan(0);
    expect(new Set(issues.map((issue) => issue.cause))).toEqual(new Set(['account_archived']));
    expect(invoices.length + issues.length).toBe(20);
  });

  it('goes through by itself when the cause is gone and it is tried again', async () => {
    const pipeline = await startPipeline();
    await xero(pipeline, 'lock-date', { periodLockDay: '2026-12-31' });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    await xero(pipeline, 'lock-date', { periodLockDay: '2026-03-31' });
    pipeline.clock.advance(6 * 60_000);

    await pipeline.settle();

    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
  });

  it('asks for a clearing account before it posts a payment', async () => {
    const pipeline = await startPipeline();
    const settings = await pipeline.stores.settings.get('acorn', 'xero');
    if (settings === undefined) throw new Error('no settings');
    const { clearingAccountCode: _code, ...rest } = settings;
    await pipeline.stores.settings.put(rest);
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.press('pay-all');

    await pipeline.settle();

    const issues = await pipeline.stores.issues.list('acorn');
    expect(issues.map((issue) => issue.cause)).toEqual(['clearing_account_missing']);
    expect((await pipeline.xeroState()).invoices).toMatchObject([{ status: 'AUTHORISED' }]);
  });
});

describe('an invoice that needs nothing', () => {
  it('is left alone before the start date', async () => {
    const pipeline = await startPipeline({ settings: { startDate: '2027-01-01' } });
    await pipeline.press('month-end-run', { count: 1 });

    await pipeline.settle();

    const { invoices, contacts } = await pipeline.xeroState();
    expect({ invoices, contacts }).toEqual({ invoices: [], contacts: [] });
  });

  it('dies with the connection it came from', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    const connection = await pipeline.stores.connections.get({
      operatorId: 'acorn',
      provider: 'stora',
    });
    if (connection === undefined) throw new Error('no connection');
    pipeline.stores.connections.seed({ ...connection, epoch: 2 });

    const { changes } = await pipeline.settle();

    expect(changes).toMatchObject(
      changes.map(() => ({ outcome: { kind: 'skipped', reason: 'stale_epoch' } })),
    );
    expect((await pipeline.xeroState()).invoices).toEqual([]);
  });
});

describe('an invoice number that is in the ledger already', () => {
  it('is linked when total and customer are the same', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const imported = await pipeline.xeroState();
    const link = pipeline.stores.links.all().find((candidate) => candidate.kind === 'invoice');
    if (link === undefined) throw new Error('no link');
    const { targetId: _id, posted: _posted, version: _version, ...rest } = link;
    pipeline.stores.links.seed({ ...rest, effects: {}, owed: [] });

    await pipeline.settle();

    expect((await pipeline.xeroState()).invoices).toEqual(imported.invoices);
    const again = pipeline.stores.links.all().find((candidate) => candidate.kind === 'invoice');
    expect(again?.targetId).toBe(link.targetId);
  });
});

describe('trying a parked record again', () => {
  it('reads it anew and posts it once the cause is gone', async () => {
    const pipeline = await startPipeline();
    await pipeline.pressXero('lock-date', { periodLockDay: '2026-12-31' });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [issue] = await pipeline.stores.issues.list('acorn');
    if (issue === undefined) throw new Error('no issue');
    await pipeline.pressXero('lock-date', { periodLockDay: '2026-03-31' });
    const queue = new RecordingChangeQueue();

    const answer = await retryIssue(
      { ...pipeline.ports, queues: { xero: queue } },
      issue,
      'operator',
    );
    await pipeline.apply(queue.messages());

    expect(answer).toBe('queued');
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
  });

  it('is refused when nothing is parked', async () => {
    const pipeline = await startPipeline();
    const queue = new RecordingChangeQueue();
    const key = {
      operatorId: 'acorn',
      target: 'xero',
      kind: 'invoice',
      sourceId: 'inv_1',
    } as const;

    const answer = await retryIssue(
      { ...pipeline.ports, queues: { xero: queue } },
      key,
      'operator',
    );

    expect(answer).toBe('no_such_issue');
    expect(queue.messages()).toEqual([]);
  });
});

describe('a batch that the ledger refuses as a whole', () => {
  it('is split, so that only the bad document waits', async () => {
    let bad = '';
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const isCreate =
          request.method === 'PUT' && new URL(request.url).pathname.endsWith('/Invoices');
        if (!isCreate || !(await request.clone().text()).includes(bad)) return answer();
        return Response.json({ Type: 'ValidationException', Message: 'No.' }, { status: 400 });
      },
    });
    await pipeline.press('month-end-run', { count: 5 });
    const { invoices } = await pipeline.storaState();
    bad = invoices[2].number;

    await pipeline.settle();

    const issues = await pipeline.stores.issues.list('acorn');
    expect(issues.map(({ label, cause }) => ({ label, cause }))).toEqual([
      { label: bad, cause: 'ledger_rejected' },
    ]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(4);
  });
});
