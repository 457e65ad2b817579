import { describe, expect, it } from 'vitest';
import type { DocumentRow } from '../../../shared/contracts/document-item.ts';
import { documentsView } from '../../../shared/domain/portal/documents-view.ts';
import { aDocument } from '../../builders/a-document.ts';

const here = { timeZone: 'Europe/London', nowEpochMs: 0 };
const urlsOf = ({ sourceId, targetId }: DocumentRow) => ({
  source: `https://source.example/${sourceId}`,
  target: targetId && `https://books.example/${targetId}`,
});

function linesOf(documents: DocumentRow[]) {
  const found = { target: 'xero', documents, next: undefined, searchedBackTo: undefined } as const;
  return documentsView({ ...found, wish: { text: '' } }, here, urlsOf).lines;
}

describe('a document in the list', () => {
  it('has both sides, each with its sum and its page', () => {
    expect(linesOf([aDocument()])).toEqual([
      {
        href: '/explain?target=xero&kind=invoice&id=inv_1',
        ...{ what: 'ACORN-0001', customer: 'Ada Byron', site: 'Bristol Temple Meads' },
        ...{ day: '30 Nov 2026', state: { tone: 'plain', words: 'Open' } },
        source: { words: '£120.00', href: 'https://source.example/inv_1' },
        target: { words: '£120.00', href: 'https://books.example/xero-1' },
      },
    ]);
  });

  const { targetId: _targetId, ...unposted } = aDocument();
  it.each([
    ['Needs you', aDocument({ isParked: true })],
    ['Void', aDocument({ status: 'void' })],
    ['Not sent', unposted],
    ['Credit note', aDocument({ kind: 'credit_note', status: 'issued' })],
    ['Paid', aDocument({ status: 'paid' })],
    ['Given up', aDocument({ status: 'uncollectible' })],
    ['Paid in part', aDocument({ paidMinor: 1 })],
  ])('is %s', (words, row) => {
    expect(linesOf([row])[0]?.state.words).toBe(words);
  });

  it('says what is not there, void there, or only linked', () => {
    const { postedTotalMinor: _sum, ...linked } = aDocument();
    const words = [unposted, aDocument({ isPostedVoid: true }), linked].map(
      (row) => linesOf([row])[0]?.target.words,
    );

    expect(words).toEqual(['not there', '£120.00, void', 'linked']);
  });

  it('carries the search on behind what was found', () => {
    const place = { next: 'place', searchedBackTo: undefined } as const;
    const found = { target: 'xero' as const, documents: [], ...place };
    const wish = { text: 'ada', state: 'paid' } as const;

    expect(documentsView({ ...found, wish }, here, urlsOf).nextHref).toMatch(
      /^\/documents\?q=ada&state=paid&after=/,
    );
  });
});
