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
const done = { state: 'done', generation: 0, sentAtEpochMs: 1, requestHash: '' } as const;
const closing = { purpose: 'bad_debt', targetId: 'n', totalMinor: 7_000 } as const;
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
      'The invoice is in Xero as ACORN-0001 over £120.00, with £50.00 of payments.',
    ],
    [
      'a voided invoice',
      { ...stands, posted: { ...posted, voided: true } },
      'The invoice is in Xero as ACORN-0001, and voided there.',
    ],
    [
      'a credit note that is not allocated',
      { ...stands, kind: 'credit_note' },
      'The credit note is in Xero as ACORN-0001 over £120.00. £120.00 of it is not set against an invoice.',
    ],
    [
      'a credit note that is',
      { ...stands, kind: 'credit_note', posted: { ...posted, allocatedMinor: 12_000 } },
      'The credit note is in Xero as ACORN-0001 over £120.00. All of it is set against its invoice.',
    ],
    [
      'a credit note that is set against other invoices',
      {
        ...stands,
        kind: 'credit_note',
        posted: { ...posted, allocatedMinor: 9_000 },
        effects: { 'allocation:inv_9': done, 'refund:3000': done },
      },
      'The credit note is in Xero as ACORN-0001 over £120.00. £30.00 of it was paid back. The rest is set against invoices of the customer.',
    ],
    [
      'a credit note of which some was paid back',
      { ...stands, kind: 'credit_note', effects: { 'refund:3000': done } },
      'The credit note is in Xero as ACORN-0001 over £120.00. £30.00 of it was paid back. £90.00 of it is not set against an invoice.',
    ],
    [
      'a bad debt',
      { ...stands, posted: { ...posted, closing: { ...closing, setMinor: 7_000 } } },
      'The invoice is in Xero as ACORN-0001 over £120.00, with £50.00 of payments. £70.00 of it is written off.',
    ],
    [
      'a bad debt half-way',
      { ...stands, posted: { ...posted, closing } },
      'The invoice is in Xero as ACORN-0001 over £120.00, with £50.00 of payments. A credit note over £70.00 that closes it is not set against it yet.',
    ],
    [
      'a bad debt that comes to life',
      { ...stands, posted: { ...posted, closing: { ...closing, setMinor: 0, isLeaving: true } } },
      'The invoice is in Xero as ACORN-0001 over £120.00, with £50.00 of payments. The credit note over £70.00 that closed it is being voided.',
    ],
    [
      'money on account',
      { ...stands, posted: { ...posted, paidMinor: 12_000, overpaidMinor: 1_000 } },
      'The invoice is in Xero as ACORN-0001 over £120.00, with £120.00 of payments. £10.00 more is on the account of the customer.',
    ],
  ])('tells what stands: %s', (_what, link, words) => {
    expect(standWords(aLink(link))).toBe(words);
  });

  it('says which sum of payments waits, where payments are posted at all', () => {
    const record = invoice({ status: 'paid', amount_paid: storaPounds(12_000) });

    const words = (postsPayments: boolean) => standWords(aLink(stands), { record, postsPayments });

    expect(words(true)).toContain('£70.00 of payments wait.');
    expect(words(false)).not.toContain('wait');
  });

  it('counts money on account as posted', () => {
    const link = { ...stands, posted: { ...posted, paidMinor: 12_000, overpaidMinor: 1_000 } };
    const record = invoice({ status: 'paid', amount_paid: storaPounds(13_000) });

    expect(standWords(aLink(link), { record, postsPayments: true })).not.toContain('wait');
  });

  it('says nothing of voiding where a credit note takes its place', () => {
    const credited = { ...closing, purpose: 'void', setMinor: 7_000 } as const;
    const link = { ...stands, posted: { ...posted, closing: credited } };

    const words = standWords(aLink(link), { record: invoice({ status: 'void' }) });

    expect(words).toContain('closed by a credit note over £70.00');
    expect(words).not.toContain('waits');
  });

  it('says that voiding it waits', () => {
    expect(standWords(aLink(stands), { record: invoice({ status: 'void' }) })).toContain(
      'Voiding it waits.',
    );
  });
});
