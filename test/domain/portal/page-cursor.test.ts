import { expect, it } from 'vitest';
import { cursorText, placeOfCursor } from '../../../shared/domain/portal/page-cursor.ts';

it.each([
  ['of a record', 'ISSUE#xero#invoice#inv_1'],
  [
    'of the longest id there may be, in letters of three bytes',
    `ISSUE#xero#invoice#${'漢'.repeat(255)}`,
  ],
  ['that is as long as the store takes', 'x'.repeat(1_024)],
])('a page begins where the one before ended, at a place %s', (_, place) => {
  expect(placeOfCursor(cursorText(place))).toBe(place);
});

it.each(['', '!', 'x'.repeat(1_368), '_w'])(
  'a text that is no place of ours names none: %s',
  (text) => {
    expect(placeOfCursor(text)).toBeUndefined();
  },
);
