import { describe, expect, it } from 'vitest';
import { auditWrites } from '../../../shared/application/effects/audit-writes.ts';
import { aLink } from '../../builders/a-link.ts';
import { startPipeline } from '../../support/pipeline.ts';

const sent = { state: 'done', generation: 0, sentAtEpochMs: 1_000, requestHash: 'call' } as const;
const create = (sourceId: string, requestHash = 'call') =>
  aLink({ sourceId, targetId: `t-${sourceId}`, effects: { create: { ...sent, requestHash } } });

describe('writes of one call', () => {
  it('stand in one item, whoever tells of which', async () => {
    const { ports, stores } = await startPipeline();
    const before = stores.activities.items;

    await auditWrites({ link: create('inv_1') }, { ports });
    await auditWrites({ link: create('inv_2') }, { ports });
    await auditWrites({ link: create('inv_1') }, { ports });
    await auditWrites({ link: create('inv_3', 'another') }, { ports });

    expect(stores.activities.items - before).toBe(2);
    const told = stores.activities.all().filter(({ type }) => type === 'record.applied');
    const ids = told.map(({ detail }) => detail.sourceId).sort();
    expect(ids).toEqual(['inv_1', 'inv_2', 'inv_3']);
    expect(told.find(({ detail }) => detail.sourceId === 'inv_1')?.detail).toEqual({
      target: 'xero',
      kind: 'invoice',
      sourceId: 'inv_1',
      targetId: 't-inv_1',
      writes: 'create',
    });
  });

  it('of a burst take as many items as calls', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 8 });
    await pipeline.deliver();
    const before = pipeline.stores.activities.items;

    await pipeline.apply(pipeline.changes.messages().slice(0, 10));

    const told = pipeline.stores.activities.all().filter(({ type }) => type === 'record.applied');
    expect(pipeline.stores.activities.items - before).toBeLessThan(told.length);
    // A note goes with the document that it is about.
    const calls = pipeline.calls.filter(
      ({ method, url }) => method === 'PUT' && !url.includes('/History'),
    );
    expect(pipeline.stores.activities.items - before).toBe(calls.length);
  });
});
