import { beforeEach, expect, it } from 'vitest';
import { noRecords } from '../../shared/domain/counts/kind-counts.ts';
import type { CountsChange, RecordCounts } from '../../shared/ports/record-counts.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const operatorId = anOperatorId;
const now = Date.parse('2026-11-30T09:00:00.000Z');

function change(overrides: Partial<CountsChange> = {}): CountsChange {
  return {
    operatorId,
    by: { invoice: 2 },
    firstAtEpochMs: now,
    isDoubted: false,
    nowEpochMs: now + 1_000,
    ...overrides,
  };
}

/** What every store of counts does: additions add up, and a count takes their place only where none came between. */
export function recordCountsSuite(make: () => Promise<RecordCounts>): void {
  let counts: RecordCounts;
  beforeEach(async () => {
    counts = await make();
  });
  const stored = () => counts.get(operatorId);

  it('knows nothing of an operator of whom nothing was noted', async () => {
    await counts.note(change({ operatorId: 'somebody-else' }));

    expect(await stored()).toBeUndefined();
  });

  it('adds up what several batches brought about, simultaneous ones too, and what went away', async () => {
    await counts.note(change({ by: { contact: 1, invoice: 2 } }));
    await Promise.all([1, 2, 3].map(() => counts.note(change({ by: { invoice: 1 } }))));
    await counts.note(change({ by: { contact: -1, credit_note: 1 }, nowEpochMs: now + 2_000 }));

    expect(await stored()).toMatchObject({ contact: 0, invoice: 5, credit_note: 1 });
    expect(await stored()).toMatchObject({ addedAtEpochMs: now + 2_000 });
    expect(await stored()).not.toHaveProperty('countedAtEpochMs');
    expect(await stored()).not.toHaveProperty('doubtedAtEpochMs');
  });

  it('notes a doubt with what it adds, or alone', async () => {
    await counts.note(change({ isDoubted: true }));
    expect(await stored()).toMatchObject({ invoice: 2, doubtedAtEpochMs: now + 1_000 });

    await counts.note(change({ by: {}, isDoubted: true, nowEpochMs: now + 5_000 }));
    expect(await stored()).toMatchObject({ invoice: 2, doubtedAtEpochMs: now + 5_000 });
  });

  it('puts a count in the place of all that was noted, and of all doubt', async () => {
    await counts.note(change({ isDoubted: true }));
    const read = await stored();
    const counted = { operatorId, counts: { ...noRecords, invoice: 7 }, countedAtEpochMs: now };

    expect(await counts.put(counted, read)).toBe(true);

    expect(await stored()).toMatchObject({ invoice: 7, countedAtEpochMs: now });
    expect(await stored()).not.toHaveProperty('doubtedAtEpochMs');
  });

  it('puts no count where something was noted since the row was read, or a row is there by now', async () => {
    const counted = { operatorId, counts: noRecords, countedAtEpochMs: now };
    await counts.note(change());
    expect(await counts.put(counted, undefined)).toBe(false);

    const read = await stored();
    await counts.note(change({ by: {}, isDoubted: true }));
    expect(await counts.put(counted, read)).toBe(false);
    expect(await stored()).toMatchObject({ invoice: 2, doubtedAtEpochMs: now + 1_000 });
  });

  it('doubts instead of adding what a count may hold already', async () => {
    const counted = { operatorId, counts: { ...noRecords, invoice: 7 }, countedAtEpochMs: now };
    await counts.put(counted, undefined);

    await counts.note(change({ firstAtEpochMs: now + 9_999 }));
    expect(await stored()).toMatchObject({ invoice: 7, doubtedAtEpochMs: now + 1_000 });

    await counts.note(change({ firstAtEpochMs: now + 10_000 }));
    expect(await stored()).toMatchObject({ invoice: 9, doubtedAtEpochMs: now + 1_000 });
  });
}
