import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/stored-items.ts';
import { describeStanding } from '../../../shared/domain/issues/describe-standing.ts';
import { newLink } from '../../../shared/domain/links/new-link.ts';
import { readCreditNote } from '../../../shared/domain/source/read-credit-note.ts';
import { readInvoice } from '../../../shared/domain/source/read-invoice.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const key = { operatorId: 'acorn', target: 'xero', kind: 'invoice', sourceId: 'inv_0001' } as const;
const posted = {
  currency: 'GBP',
  totalMinor: 12_000,
  taxMinor: 2_000,
  paidMinor: 0,
  allocatedMinor: 0,
  voided: false,
};
const linkOf = (changes: Partial<Link>): Link => ({ ...newLink(key), ...changes });
const inLedger = linkOf({ targetId: 'x', posted });

const invoice = (overrides: Parameters<typeof aStoraInvoice>[0] = {}) =>
  ({ kind: 'invoice', record: readInvoice(aStoraInvoice(overrides), undefined) }) as const;
const note = (overrides: Parameters<typeof aStoraCreditNote>[0] = {}) =>
  ({
    kind: 'credit_note',
    record: readCreditNote(aStoraCreditNote(overrides), undefined),
  }) as const;

describe('describeStanding', () => {
  it.each([
    ['an invoice that is nowhere', invoice(), newLink(key), 'The invoice is not in the ledger.'],
    ['an unpaid invoice', invoice(), inLedger, 'The invoice is in the ledger.'],
    [
      'an invoice with a payment that waits',
      invoice({ amount_paid: storaPounds(5_000) }),
      inLedger,
      'The invoice is in the ledger, with 0.00 GBP of the 50.00 GBP received.',
    ],
    [
      'an invoice whose void waits',
      invoice({ status: 'void' }),
      inLedger,
      'The invoice is in the ledger, and not voided there.',
    ],
    [
      'a voided one',
      invoice(),
      linkOf({ targetId: 'x', posted: { ...posted, voided: true } }),
      'The invoice is in the ledger, as voided.',
    ],
    [
      'a credit note that is not allocated',
      note(),
      inLedger,
      'The credit note is in the ledger, and not set against its invoice.',
    ],
    [
      'a credit note after payment',
      note({ type: 'post_payment' }),
      inLedger,
      'The credit note is in the ledger.',
    ],
  ])('tells of %s', (...[, record, link, words]) => {
    expect(describeStanding(record, link)).toBe(words);
  });

  it('says nothing while something was sent without an answer', () => {
    const create = { state: 'sending', generation: 0, sentAtEpochMs: 1, requestHash: 'h' } as const;

    expect(describeStanding(invoice(), linkOf({ effects: { create } }))).toBeUndefined();
  });
});
