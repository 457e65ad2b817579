import { describe, expect, it } from 'vitest';
import { causeHref, groupsOf } from '../../../shared/domain/portal/issue-groups.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { startWakingWorld, type WakingWorld } from './waking-world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const held = { periodLockDay: '2026-12-31' };

/** Invoices of three days, two of them credited, and all of it locked for three days. */
async function heldForDays() {
  const world = await startWakingWorld();
  await world.pressXero('lock-date', held);
  for (const _day of [1, 2, 3]) {
    await world.press('month-end-run', { count: 2 });
    await world.work();
    world.clock.advance(24 * hourMs);
  }
  const { invoices } = await world.storaState();
  for (const { id } of invoices.slice(0, 2))
    await world.press('credit', { invoiceId: id, amountMinor: 300 });
  await world.work();
  await ticks(world, 3 * 24 * 12);
  expect(await world.causes()).toEqual([
    ...Array.from({ length: 2 }, () => 'credit_note invoice_not_posted'),
    ...Array.from({ length: 6 }, () => 'invoice locked_period'),
  ]);
  return world;
}

/** So many sweeps, one every five minutes, each followed by the worker. */
async function ticks(world: WakingWorld, count: number): Promise<void> {
  for (let tick = 0; tick < count; tick += 1) {
    await world.sweep();
    await world.work();
  }
}

/** Sweeps until nothing is held any more; how long that took. */
async function untilFree(world: WakingWorld): Promise<number> {
  const since = world.clock.nowEpochMs();
  while ((await world.causes()).some((cause) => cause.endsWith('locked_period'))) {
    if (world.clock.nowEpochMs() - since > 3 * hourMs) throw new Error('Held for hours.');
    await ticks(world, 1);
  }
  return world.clock.nowEpochMs() - since;
}

describe('documents that a lock date holds', () => {
  it.each([0, 4, 9])(
    'go by themselves within an hour after it moved, %i sweeps after the latest look',
    async (sweeps) => {
      const world = await heldForDays();
      await ticks(world, sweeps);
      await world.pressXero('lock-date', { periodLockDay: '2026-03-31' });

      const tookMs = await untilFree(world);

      console.info(`Released ${Math.round(tookMs / minuteMs)} minutes after the lock date moved.`);
      expect(tookMs).toBeLessThanOrEqual(hourMs);
      expect((await world.xeroState()).invoices).toHaveLength(6);
    },
  );

  it('go in order: invoices by their day, and their credit notes behind them', async () => {
    const world = await heldForDays();
    await world.pressXero('lock-date', { periodLockDay: '2026-03-31' });
    const before = world.retries().length;
    await untilFree(world);
    await ticks(world, 1);

    const issued = new Map<string, string>(
      (await world.storaState()).invoices.map(
        ({ id, finalized_at }: { id: string; finalized_at: string }) => [id, finalized_at],
      ),
    );
    const sent = world.retries().slice(before);
    const days = sent.flatMap(({ sourceId }) => issued.get(sourceId) ?? []);
    expect(days).toHaveLength(6);
    expect(days).toEqual(days.toSorted());
    expect(sent.map(({ kind }) => kind).lastIndexOf('invoice')).toBeLessThan(
      sent.findIndex(({ kind }) => kind === 'credit_note'),
    );
    expect(await world.causes()).toEqual([]);
    expect((await world.xeroState()).creditNotes).toHaveLength(2);
  });

  it('go as far as the lock date moved, each once, and the others stay', async () => {
    const world = await heldForDays();
    await world.pressXero('lock-date', { periodLockDay: '2026-12-01' });
    const before = world.retries().length;

    await ticks(world, 24);

    expect((await world.causes()).filter((cause) => cause.endsWith('locked_period'))).toHaveLength(
      4,
    );
    expect((await world.xeroState()).invoices).toHaveLength(2);
    const sent = world
      .retries()
      .slice(before)
      .filter(({ kind }) => kind === 'invoice');
    // One of those that stay asks, as ever when the world looks otherwise.
    expect(sent.length).toBeLessThanOrEqual(2 + 2);
  });
});

describe('what the page says of them', () => {
  it('is how many, of which days, and since when', () => {
    const issues = ['2026-11-03', '2026-11-28', '2026-11-10'].map((day, at) =>
      anIssue({ sourceId: `inv_${at}`, cause: 'locked_period', fact: day }),
    );

    const [group] = groupsOf(issues, { nowEpochMs: 0 });

    expect(group?.held).toBe(
      '3 documents dated 3 Nov 2026 to 28 Nov 2026 are held, the first since 30 Nov 2026, 09:00 UTC. Within an hour after the lock date is moved they are sent by themselves, in order.',
    );
    expect(group?.href).toBe(causeHref('xero', 'locked_period'));
  });
});
