import { describe, expect, it } from 'vitest';
import type { CountsRow } from '../../../shared/contracts/counts-item.ts';
import { isRecountDue, keptCounts, noRecords } from '../../../shared/domain/counts/kind-counts.ts';
import { anOperatorId } from '../../builders/an-operator.ts';

const dayMs = 24 * 3_600_000;
const countedAtEpochMs = Date.parse('2026-11-01T09:00:00.000Z');

function aRow(overrides: Partial<CountsRow> = {}): CountsRow {
  return { operatorId: anOperatorId, changes: 3, invoice: 5, countedAtEpochMs, ...overrides };
}

describe('the figures of a row', () => {
  it('are those that were kept, nought where nothing was added', () => {
    expect(keptCounts(aRow())).toEqual({ ...noRecords, contact: 0, invoice: 5, credit_note: 0 });
  });

  it('are none where all links were never counted', () => {
    expect(keptCounts(undefined)).toBeUndefined();
    expect(keptCounts({ operatorId: anOperatorId, changes: 3, invoice: 5 })).toBeUndefined();
  });

  it('never fall below nought', () => {
    expect(keptCounts(aRow({ contact: -1 }))).toMatchObject({ contact: 0 });
  });
});

describe('a recount', () => {
  it.each([
    [
      'where a doubt was noted',
      { doubtedAtEpochMs: countedAtEpochMs + 1 },
      { days: 1, isDue: true },
    ],
    ['not where all is well', {}, { days: 1, isDue: false }],
    [
      'not of what nobody looked at yet',
      { countedAtEpochMs: undefined, doubtedAtEpochMs: 1 },
      { days: 1, isDue: false },
    ],
    [
      'a month after the last, where something was added since',
      { addedAtEpochMs: countedAtEpochMs + 1 },
      { days: 31, isDue: true },
    ],
    [
      'not before that month is over',
      { addedAtEpochMs: countedAtEpochMs + 1 },
      { days: 29, isDue: false },
    ],
    [
      'not where nothing was added since',
      { addedAtEpochMs: countedAtEpochMs - 1 },
      { days: 31, isDue: false },
    ],
  ])('is due %s', (_when, fields, { days, isDue }) => {
    const { countedAtEpochMs: counted = undefined, ...rest } = { ...aRow(), ...fields };
    const row = counted === undefined ? rest : { ...rest, countedAtEpochMs: counted };
    expect(isRecountDue(row, countedAtEpochMs + days * dayMs)).toBe(isDue);
  });

  it('is not due where there is no row', () => {
    expect(isRecountDue(undefined, countedAtEpochMs)).toBe(false);
  });
});
