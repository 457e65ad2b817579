import { describe, expect, it } from 'vitest';
import {
  type DocumentState,
  isSearch,
  isWanted,
} from '../../../shared/domain/documents/document-search.ts';
import { aDocument } from '../../builders/a-document.ts';

const row = aDocument({ totalMinor: 120_450, dueMinor: 20_000 });

describe('a search of documents', () => {
  it.each([
    'acorn-0001',
    'ADA',
    'byron bristol',
    '£1,204.50',
    '1204.5',
    '1204',
    '200',
    'ada 200.00',
    '  ',
  ])('finds %j', (text) => {
    expect(isWanted(row, { text })).toBe(true);
  });

  it.each(['acorn-0002', 'ada lovelace', '1204.51', '1,205', '1204.505', '12'])(
    'does not find %j',
    (text) => {
      expect(isWanted({ ...row, number: 'A-77', sourceId: 'x' }, { text })).toBe(false);
    },
  );

  it('knows currencies without pennies', () => {
    const yen = aDocument({ currency: 'JPY', totalMinor: 1_200, dueMinor: 0 });

    expect(isWanted(yen, { text: '1200' })).toBe(true);
    expect(isWanted(yen, { text: '1200.0' })).toBe(false);
  });

  const { targetId: _targetId, ...unposted } = aDocument({ isParked: true });
  it.each<[DocumentState, ReturnType<typeof aDocument>, boolean]>([
    ['needs_you', unposted, true],
    ['needs_you', aDocument(), false],
    ['open', aDocument(), true],
    ['open', aDocument({ status: 'paid', dueMinor: 0 }), false],
    ['paid', aDocument({ status: 'paid' }), true],
    ['void', aDocument({ status: 'void' }), true],
    ['void', aDocument(), false],
    ['not_sent', unposted, true],
    ['not_sent', aDocument({ isPostedVoid: true }), true],
    ['not_sent', { ...unposted, status: 'void' }, false],
  ])('asked for those that are %s', (state, document, expected) => {
    expect(isWanted(document, { text: '', state })).toBe(expected);
  });

  it('is none without words and state', () => {
    expect(isSearch({ text: ' ' })).toBe(false);
    expect(isSearch({ text: 'a' })).toBe(true);
    expect(isSearch({ text: '', state: 'paid' })).toBe(true);
  });
});
