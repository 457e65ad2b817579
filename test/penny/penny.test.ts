import { describe, expect, it } from 'vitest';
import { mapInvoice } from '../../shared/domain/mapping/map-invoice.ts';
import { readInvoice } from '../../shared/source/stora/read-invoice.ts';
import { invoiceBody } from '../../shared/targets/xero/xero-bodies.ts';
import { catalogue } from './chart.ts';
import { drawCase } from './draw-case.ts';
import { expectedInvoice, mistakes } from './expected.ts';
import { Judge } from './judge.ts';
import { tallyCases } from './tally-cases.ts';

interface SentLine {
  Quantity: number;
  UnitAmount: number;
  TaxAmount?: number;
  AccountCode: string;
}
type Change = (line: SentLine) => SentLine;

/** Mistakes that the product might make in one line; the judge has to see each of them. */
const changes: Array<[what: string, change: Change]> = [
  ['a cent more', (line) => ({ ...line, UnitAmount: line.UnitAmount + 0.01 / line.Quantity })],
  [
    'another account',
    (line) => ({ ...line, AccountCode: line.AccountCode === '411' ? '412' : '411' }),
  ],
  ['a tax of its own', (line) => ({ ...line, TaxAmount: 98_765.43 })],
];

describe('any document', () => {
  it('is posted to the penny, in total, tax and each account, or waits for a person', () => {
    const { others, wrong, exact, parked } = tallyCases(1, 2_000);

    expect({ others, wrong }).toEqual({ others: 0, wrong: [] });
    // Neither by parking everything nor by drawing only what is easy.
    expect(exact.invoice).toBeGreaterThan(1_000);
    expect(exact.credit_note).toBeGreaterThan(500);
    expect(Object.keys(parked).length).toBeGreaterThanOrEqual(8);
  });

  it.each(changes)('that is posted with %s is not taken for exact', (_what, change) => {
    const judge = new Judge();
    const missed = Array.from({ length: 150 }, (_, at) => at + 1).flatMap((seed) => {
      judge.clear();
      const drawn = drawCase(seed);
      const context = { settings: drawn.settings, catalogue, contactTargetId: 'contact-1' };
      const draft = mapInvoice(readInvoice(drawn.invoice, undefined), context);
      if (!draft.ok) return [];
      const body = invoiceBody(draft.value) as { LineItems: SentLine[] };
      const [first, ...rest] = body.LineItems;
      if (first === undefined || first.UnitAmount <= 0) return [];
      const posted = judge.create('invoice', { ...body, LineItems: [change(first), ...rest] });
      const isSeen =
        typeof posted === 'string' || mistakes(posted, expectedInvoice(drawn)).length > 0;
      return isSeen ? [] : [seed];
    });

    expect(missed).toEqual([]);
  });
});
