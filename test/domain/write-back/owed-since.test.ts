import { describe, expect, it } from 'vitest';
import { withOwedSince } from '../../../shared/domain/write-back/owed-since.ts';
import { aLink } from '../../builders/a-link.ts';

const minute = 60_000;
const owing = aLink({ owed: [{ what: 'metadata' }] });

describe('the age of what a link owes', () => {
  it('begins with the first debt and ends with the last', () => {
    const begun = withOwedSince(owing, 5 * minute);

    expect(begun.owedSinceEpochMs).toBe(5 * minute);
    expect(withOwedSince({ ...begun, owed: [] }, 6 * minute)).not.toHaveProperty(
      'owedSinceEpochMs',
    );
  });

  it('stays for ten minutes, whatever is saved: nothing moves in the index', () => {
    const begun = withOwedSince(owing, 0);

    expect(withOwedSince(begun, 10 * minute - 1).owedSinceEpochMs).toBe(0);
    expect(withOwedSince(begun, -1).owedSinceEpochMs).toBe(0);
  });

  it('is that of the last save after that: no debt waits for one that was refused for months', () => {
    const begun = withOwedSince(owing, 0);

    expect(withOwedSince(begun, 10 * minute).owedSinceEpochMs).toBe(10 * minute);
    const year = 366 * 24 * 60 * minute;
    expect(withOwedSince(begun, year).owedSinceEpochMs).toBe(year);
  });
});
