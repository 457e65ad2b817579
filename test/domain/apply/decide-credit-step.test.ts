import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../shared/contracts/effect.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { decideCreditStep } from '../../../shared/domain/apply/decide-credit-step.ts';
import {
  allocationTo,
  creditUseOf,
  leftOfCredit,
  ownAllocation,
  refundUpTo,
  usedOfCredit,
} from '../../../shared/domain/effects/credits.ts';
import { readCreditNote } from '../../../shared/source/stora/read-credit-note.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const before = { type: 'pre_payment' };
const after = { type: 'post_payment' };
const done: Effect = { state: 'done', generation: 0, sentAtEpochMs: 1, requestHash: '' };
const rejected: Effect = { ...done, state: 'rejected' };

/** The built credit note of 30.00, posted, with so much of it used. */
function linkOf(allocatedMinor = 0, effects: Record<string, Effect> = {}, more = {}): Link {
  const amounts = { totalMinor: 3_000, taxMinor: 500, paidMinor: 0, allocatedMinor };
  const posted = { currency: 'GBP', ...amounts, voided: false, asDraft: false, ...more };
  return aLink({ kind: 'credit_note', targetId: 'x', posted, effects });
}

interface Row {
  note: Record<string, string>;
  link?: Link;
  settings?: Partial<LedgerSettings>;
  ownDueMinor?: number;
}

function stepOf({ note, link = linkOf(), settings = {}, ownDueMinor }: Row) {
  const read = readCreditNote(aStoraCreditNote(note), undefined);
  const due = ownDueMinor === undefined ? {} : { ownDueMinor };
  return decideCreditStep(read, link, { settings: ledgerSettings(settings), ...due });
}

const nothing = { kind: 'nothing' };
const refund = { postPaymentCredit: 'refund' } as const;
const allocate = { postPaymentCredit: 'allocate' } as const;

describe('a credit note', () => {
  it.each<[string, Row, unknown]>([
    ['that is not posted', { note: before, link: aLink() }, nothing],
    ['before payment', { note: before }, { kind: 'allocate_own', amountMinor: 3_000 }],
    [
      'before payment, some of which a person used',
      { note: before, link: linkOf(1_000) },
      { kind: 'allocate_own', amountMinor: 2_000 },
    ],
    [
      'before payment, more than its invoice takes',
      { note: before, ownDueMinor: 700 },
      { kind: 'allocate_own', amountMinor: 700 },
    ],
    ['before payment, whose invoice takes nothing', { note: before, ownDueMinor: 0 }, nothing],
    [
      'the rest of it, to be paid back',
      { note: before, link: linkOf(700, { [ownAllocation]: done }), settings: refund },
      { kind: 'refund', amountMinor: 2_300, cumulativeMinor: 2_300 },
    ],
    [
      'the rest of it, for other invoices',
      { note: before, link: linkOf(700, { [ownAllocation]: done }), settings: allocate },
      { kind: 'allocate_others', amountMinor: 2_300 },
    ],
    ['after payment', { note: after }, nothing],
    [
      'after payment, for other invoices',
      { note: after, settings: allocate },
      { kind: 'allocate_others', amountMinor: 3_000 },
    ],
    [
      'after payment, to be paid back',
      { note: after, settings: refund },
      { kind: 'refund', amountMinor: 3_000, cumulativeMinor: 3_000 },
    ],
    [
      'after payment, where payments come from the bank feed',
      { note: after, settings: { ...refund, postPayments: false } },
      nothing,
    ],
    [
      'paid back in part before',
      { note: after, settings: refund, link: linkOf(500, { [refundUpTo(1_000)]: done }) },
      { kind: 'refund', amountMinor: 1_500, cumulativeMinor: 2_500 },
    ],
    [
      'whose refund was refused',
      { note: after, settings: refund, link: linkOf(0, { [refundUpTo(3_000)]: rejected }) },
      { kind: 'refund', amountMinor: 3_000, cumulativeMinor: 3_000 },
    ],
    [
      'paid back in full',
      { note: after, settings: refund, link: linkOf(0, { [refundUpTo(3_000)]: done }) },
      nothing,
    ],
    ['used up', { note: before, link: linkOf(3_000) }, nothing],
    ['voided at the source', { note: { ...before, status: 'void' } }, { kind: 'void' }],
    [
      'voided on both sides',
      { note: { ...before, status: 'void' }, link: linkOf(0, {}, { voided: true }) },
      nothing,
    ],
    [
      'that is a draft, as set',
      {
        note: before,
        link: linkOf(0, {}, { asDraft: true }),
        settings: { creditNoteStatus: 'DRAFT' },
      },
      nothing,
    ],
    [
      'held as a draft by the lock',
      { note: before, link: linkOf(0, {}, { asDraft: true }), settings: { lockedPeriod: 'draft' } },
      nothing,
    ],
    [
      'that was a draft when drafts were wanted',
      { note: before, link: linkOf(0, {}, { asDraft: true }) },
      { kind: 'allocate_own', amountMinor: 3_000 },
    ],
  ])('%s', (_what, row, step) => {
    expect(stepOf(row)).toEqual(step);
  });
});

describe('what is used of a credit', () => {
  it('is read from the names of its effects', () => {
    expect(creditUseOf(ownAllocation)).toEqual({ kind: 'own' });
    expect(creditUseOf(allocationTo('inv_7'))).toEqual({ kind: 'other', invoiceSourceId: 'inv_7' });
    expect(creditUseOf(refundUpTo(1_234))).toEqual({ kind: 'refund', cumulativeMinor: 1_234 });
    expect(creditUseOf('history')).toBeUndefined();
  });

  it('is never more than there is', () => {
    const used = usedOfCredit(linkOf(2_000), 5_000);

    expect(leftOfCredit(used)).toBe(0);
    expect(usedOfCredit(aLink(), 5_000)).toEqual(aLink());
  });
});
