import { describe, expect, it } from 'vitest';
import { seenAgain } from '../../../shared/domain/versions/seen-again.ts';
import { aLink } from '../../builders/a-link.ts';

const at = (hour: number, fingerprint = 'a') => ({
  at: `2026-11-30T0${hour}:00:00.000Z`,
  rank: 0,
  fingerprint,
});

describe('a record that the source shows once more', () => {
  it('stands as late as it was seen', () => {
    expect(seenAgain(aLink({ version: at(1) }), at(2)).version).toEqual(at(2));
  });

  it.each([
    ['it is another state', aLink({ version: at(1) }), at(2, 'b')],
    ['it was seen later already', aLink({ version: at(3) }), at(2)],
    ['nothing was applied', aLink(), at(2)],
    ['a newer one was judged', aLink({ version: at(1), judgedVersion: at(1, 'b') }), at(2)],
  ])('stays as it is known where %s', (_why, link, shown) => {
    expect(seenAgain(link, shown)).toBe(link);
  });
});
