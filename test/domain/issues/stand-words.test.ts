import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { standWords } from '../../../shared/domain/issues/stand-words.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const posted = {
  currency: 'GBP',
  totalMinor: 12_000,
  taxMinor: 2_000,
  paidMinor: 5_000,
  allocatedMinor: 0,
  voided: false,
};
const stands = { targetId: 't', targetLabel: 'ACORN-0001', posted };

function invoice(overrides: Parameters<typeof aStoraInvoice>[0] = {}) {
  return {
    kind: 'invoice',
    record: readInvoice(aStoraInvoice(overrides), '2026-12-01T00:00:00Z'),
  } as const;
}

describe('standWords', () => {
  it.each<[string, Partial<Link>, string]>([
    ['nothing', {}, 'Nothing of it is in Xero yet.'],
    [
      'a try without an answer',
      {
        effects: { create: { state: 'sending', generation: 0, sentAtEpochMs: 1, requestHash: '' } },
      },
      'Whether it got into Xero is not known yet.',
    ],
    [
      'a customer',
      { kind: 'contact', targetId: 't' },
      'The customer stands in Xero as it was before.',
    ],
    [
      'an invoice with a payment',
      stands,
      'The invoice is in Xero as ACORN-0001 over 120.00 GBP, with 50.00 GBP of payments.',
    ],
    [
      'a voided invoice',
      { ...stands, posted: { ...posted, voided: true } },
      'The invoice is in Xero as ACORN-0001, and voided there.',
    ],
    [
      'a credit note that is not allocated',
      { ...stands, kind: 'credit_note' },
      'The credit note is in Xero as ACORN-0001 over 120.00 GBP. 120.00 GBP of it is not set against an invoice.',
    ],
    [
      'a credit note that is',
      { ...stands, kind: 'credit_note', posted: { ...posted, allocatedMinor: 12_000 } },
      'The credit note is in Xero as ACORN-0001 over 120.00 GBP. All of it is set against its invoice.',
    ],
  ])('tells what stands: %s', (_what, link, words) => {
    expect(standWords(aLink(link))).toBe(words);
  });

  it('says which sum of payments waits, where payments are posted at all', () => {
    const record = invoice({ status: 'paid', amount_paid: storaPounds(12_000) });

    const words = (postsPayments: boolean) => standWords(aLink(stands), { record, postsPayments });

    expect(words(true)).toContain('70.00 GBP of payments wait.');
    expect(words(false)).not.toContain('wait');
  });

  it('says that voiding it waits', () => {
    expect(standWords(aLink(stands), { record: invoice({ status: 'void' }) })).toContain(
      'Voiding it waits.',
    );
  });
});
