import { beforeEach, describe, expect, it } from 'vitest';
import { startNights } from '../../../shared/application/reconcile/start-nights.ts';
import { watchNights } from '../../../shared/application/reconcile/watch-nights.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId } from '../../support/vendors-in-process.ts';
import { nightOf, startNightOf, workThrough } from '../../support/worked-nights.ts';

const hourMs = 3_600_000;
let pipeline: Pipeline;

beforeEach(async () => {
  pipeline = await startPipeline();
  await watchNights(pipeline.ports, await pipeline.stores.connections.list(operatorId));
});

const tick = () => startNights(pipeline.ports, pipeline.clock.nowEpochMs() + 60_000);
const kept = () => pipeline.stores.nights.latest(operatorId, 'xero', 100);

/** The schedule fires every 15 minutes for so long, and each night is worked at once. */
async function ticksFor(hours: number, work = () => workThrough(pipeline)) {
  for (let quarters = 0; quarters < hours * 4; quarters += 1) {
    pipeline.clock.advance(hourMs / 4);
    await tick();
    await work();
  }
}

describe('the schedule of nights', () => {
  it('begins one in each night of the operator, between 2 and half past 4', async () => {
    await ticksFor(3 * 24);

    const nights = await kept();
    expect(nights.map(({ day }) => day)).toEqual(['2026-12-03', '2026-12-02', '2026-12-01']);
    for (const { startedAt } of nights) expect(startedAt.slice(11, 16)).toMatch(/^0[234]:/);
  });

  it('fires twice at once, and one night begins', async () => {
    pipeline.clock.advance(20 * hourMs);
    const counts = await Promise.all([tick(), tick()]);
    await workThrough(pipeline);
    await tick();
    await workThrough(pipeline);

    expect(counts.map(({ started }) => started).sort()).toEqual([0, 1]);
    expect(await kept()).toHaveLength(1);
  });

  it('fires once more after somebody asked for one, and the night of the schedule stays the only one', async () => {
    await ticksFor(24);
    expect(await kept()).toHaveLength(1);
    const begun = Date.parse((await nightOf(pipeline)).startedAt);
    await startNightOf(pipeline);
    await workThrough(pipeline);
    expect(pipeline.clock.nowEpochMs() - begun).toBeLessThan(12 * hourMs);

    expect(await startNightOf(pipeline, { reason: 'schedule' })).toBe('had_already');
  });

  it('was down for days, and one night makes up for all', async () => {
    pipeline.clock.advance(4 * 24 * hourMs);
    await ticksFor(2);

    expect(await kept()).toHaveLength(1);
  });

  it('comes while one is under way that somebody asked for, and waits for its end', async () => {
    pipeline.clock.advance(20 * hourMs);
    await startNightOf(pipeline);
    expect(await tick()).toMatchObject({ started: 0, notNow: 1 });
    await workThrough(pipeline);
    await ticksFor(1);

    expect((await kept()).map(({ reason }) => reason)).toEqual(['schedule', 'asked']);
  });

  it('is followed where whoever took a night died before it began', async () => {
    pipeline.clock.advance(20 * hourMs);
    pipeline.stores.nights.faults.failNext('save', new Error('The table is gone.'));
    expect(await tick()).toMatchObject({ started: 0, failed: 1 });
    await ticksFor(1);

    expect(await kept()).toHaveLength(1);
  });

  it('begins none where a side is not connected, and the next night does', async () => {
    const connected = await pipeline.stores.connections.list(operatorId);
    const dead = aConnection({ operatorId, provider: 'xero', epoch: 1, status: 'needs_reconnect' });
    pipeline.stores.connections.seed(dead);
    await ticksFor(24);
    expect(await kept()).toEqual([]);

    for (const row of connected) pipeline.stores.connections.seed(row);
    await ticksFor(24);
    expect(await kept()).toHaveLength(1);
  });
});

describe('a night that stands still', () => {
  it('goes on where its message was lost', async () => {
    pipeline.ports.nightQueue.faults.failNext('send', new Error('The queue is gone.'));
    await expect(startNightOf(pipeline)).rejects.toThrow('The queue is gone.');
    expect(await tick()).toMatchObject({ sentAgain: 0 });
    pipeline.clock.advance(hourMs / 2);

    expect(await tick()).toMatchObject({ sentAgain: 1 });
    await workThrough(pipeline);
    expect((await nightOf(pipeline)).status).toBe('done');
  });

  it('gives way to the next one when it does not come to its end', async () => {
    await startNightOf(pipeline);
    pipeline.clock.advance(21 * hourMs);

    expect(await tick()).toMatchObject({ ended: 1 });
    expect(await nightOf(pipeline)).toMatchObject({
      runId: expect.any(String),
      reason: 'schedule',
      status: 'running',
    });
    expect((await kept())[0]).toMatchObject({ status: 'stopped', stoppedBecause: 'too_long' });
  });
});
