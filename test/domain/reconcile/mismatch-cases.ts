import type { MismatchClass, MismatchFix } from '../../../shared/contracts/mismatch.ts';
import { aLine, aNote, anInvoice, changed } from '../../support/proof-documents.ts';
import { ProofWorld, withPosted } from '../../support/proof-world.ts';

/** An open invoice, a paid one, and one that a credit note was set against; all in step. */
export function aWorld(): ProofWorld {
  const world = new ProofWorld({ badDebtAccountCode: '200' });
  world.post(anInvoice('inv_1'));
  world.post(anInvoice('inv_2', { status: 'paid', paidMinor: 12_000 }));
  world.post(anInvoice('inv_3', { preCreditMinor: 3_000 }));
  world.post(aNote('cn_1', 'inv_3'));
  return world;
}

interface Case {
  what: string;
  class: MismatchClass;
  fix: MismatchFix;
  differenceMinor?: number;
  cause?: string;
  distort: (world: ProofWorld) => void;
}

const lineOf = {
  ...{ lineId: 'l', description: 'Unit A1', accountCode: '200', taxType: 'OUTPUT2' },
  tracking: { categoryName: 'Location', optionName: 'Harbour Road' },
};

/** At least one way into each class. */
export const cases: Case[] = [
  {
    what: 'raised, and nobody heard of it',
    class: 'missing',
    fix: 'repairs_itself',
    differenceMinor: -12_000,
    distort: (world) => world.raise(anInvoice('inv_4')),
  },
  {
    what: 'raised, and a person is asked about it',
    class: 'late',
    fix: 'none',
    cause: 'account_missing',
    differenceMinor: -12_000,
    distort: (world) => {
      world.raise(anInvoice('inv_4'));
      world.issues.set('invoice inv_4', 'account_missing');
    },
  },
  {
    what: 'raised, and its message waits',
    class: 'late',
    fix: 'none',
    differenceMinor: -12_000,
    distort: (world) => {
      world.raise(anInvoice('inv_4'));
      world.underWay.add('invoice inv_4');
    },
  },
  {
    what: 'a credit note that waits',
    class: 'late',
    fix: 'none',
    differenceMinor: 3_000,
    distort: (world) => {
      world.raise(aNote('cn_4', 'inv_1'));
      world.underWay.add('credit_note cn_4');
    },
  },
  {
    what: 'a draft that nobody approved',
    class: 'late',
    fix: 'in_ledger',
    differenceMinor: -12_000,
    distort: (world) => {
      world.settings = { ...world.settings, invoiceStatus: 'DRAFT' };
      world.post(anInvoice('inv_4'));
    },
  },
  {
    what: 'a change that a person is asked about',
    class: 'late',
    fix: 'none',
    cause: 'changed_after_posting',
    differenceMinor: -2_000,
    distort: (world) => {
      world.change('inv_1', changed({ totalMinor: 14_000 }));
      world.issues.set('invoice inv_1', 'changed_after_posting');
    },
  },
  {
    what: 'another one with our reference',
    class: 'posted_twice',
    fix: 'in_ledger',
    differenceMinor: 12_000,
    distort: (world) =>
      world.ledger.push({
        kind: 'invoice',
        document: { ...world.standingOf('inv_1'), targetId: 'x-again', number: 'N-again' },
      }),
  },
  {
    what: 'another one with its number',
    class: 'posted_twice',
    fix: 'in_ledger',
    differenceMinor: 12_000,
    distort: (world) =>
      world.ledger.push({
        kind: 'invoice',
        document: { ...world.standingOf('inv_1'), targetId: 'x-again', reference: 'by hand' },
      }),
  },
  {
    what: 'a reference that the source does not know',
    class: 'only_in_ledger',
    fix: 'in_ledger',
    differenceMinor: 12_000,
    distort: (world) =>
      world.ledger.push({
        kind: 'invoice',
        document: {
          ...world.standingOf('inv_1'),
          targetId: 'x-9',
          number: 'N-9',
          reference: 'inv_9',
        },
      }),
  },
  {
    what: 'another total, by hand',
    class: 'amount',
    fix: 'in_ledger',
    differenceMinor: -2_000,
    distort: (world) =>
      world.edit('inv_1', (one) => ({
        ...one,
        ...{ totalMinor: 10_000, taxMinor: 1_667, dueMinor: 10_000 },
        lines: [{ ...lineOf, totalMinor: 10_000, taxMinor: 1_667 }],
      })),
  },
  {
    what: 'another total, as we left it',
    class: 'amount',
    fix: 'repair',
    differenceMinor: -2_000,
    distort: (world) => {
      world.documents = world.documents.map((one) =>
        one.record.id === 'inv_1' ? changed({ totalMinor: 14_000 })(one) : one,
      );
      world.hear('inv_1');
    },
  },
  {
    what: 'a credit note of another total',
    class: 'amount',
    fix: 'in_ledger',
    differenceMinor: -1_000,
    distort: (world) => world.edit('cn_1', (one) => ({ ...one, totalMinor: 4_000 })),
  },
  {
    what: 'another tax',
    class: 'tax',
    fix: 'in_ledger',
    distort: (world) =>
      world.edit('inv_1', (one) => ({
        ...one,
        taxMinor: 0,
        lines: [{ ...lineOf, taxType: 'NONE', totalMinor: 12_000, taxMinor: 0 }],
      })),
  },
  {
    what: 'another account',
    class: 'account',
    fix: 'in_ledger',
    distort: (world) =>
      world.edit('inv_1', (one) => ({
        ...one,
        lines: one.lines?.map((line) => ({ ...line, accountCode: '825' })) ?? [],
      })),
  },
  {
    what: 'a credit note on another account',
    class: 'account',
    fix: 'in_ledger',
    distort: (world) =>
      world.edit('cn_1', (one) => ({
        ...one,
        lines: one.lines?.map((line) => ({ ...line, accountCode: '825' })) ?? [],
      })),
  },
  {
    what: 'another site',
    class: 'site',
    fix: 'in_ledger',
    distort: (world) =>
      world.edit('inv_1', (one) => ({
        ...one,
        lines:
          one.lines?.map((line) => ({
            ...line,
            tracking: { categoryName: 'Location', optionName: 'Elsewhere' },
          })) ?? [],
      })),
  },
  {
    what: 'another day of the month',
    class: 'date',
    fix: 'in_ledger',
    distort: (world) => world.edit('inv_1', (one) => ({ ...one, day: '2026-11-20' })),
  },
  {
    what: 'a day of the next month',
    class: 'date',
    fix: 'in_ledger',
    differenceMinor: -12_000,
    distort: (world) => world.edit('inv_1', (one) => ({ ...one, day: '2026-12-01' })),
  },
  {
    what: 'a document of the month before, moved here',
    class: 'date',
    fix: 'in_ledger',
    differenceMinor: 12_000,
    distort: (world) => {
      world.post(anInvoice('inv_4', { issuedAt: '2026-10-16T09:00:00Z' }));
      world.edit('inv_4', (one) => ({ ...one, day: '2026-11-01' }));
    },
  },
  {
    what: 'another customer',
    class: 'contact',
    fix: 'in_ledger',
    distort: (world) => world.edit('inv_1', (one) => ({ ...one, contactTargetId: 'x-con_2' })),
  },
  {
    what: 'other words on a line',
    class: 'edited_by_hand',
    fix: 'in_ledger',
    distort: (world) =>
      world.edit('inv_1', (one) => ({
        ...one,
        lines: one.lines?.map((line) => ({ ...line, description: 'Unit A1, corner' })) ?? [],
      })),
  },
  {
    what: 'voided there',
    class: 'voided_by_hand',
    fix: 'in_ledger',
    differenceMinor: -12_000,
    distort: (world) => world.edit('inv_1', (one) => ({ ...one, status: 'VOIDED' })),
  },
  {
    what: 'unknown to the ledger',
    class: 'voided_by_hand',
    fix: 'in_ledger',
    differenceMinor: -12_000,
    distort: (world) => {
      const { targetId } = world.standingOf('inv_1');
      world.ledger = world.ledger.filter(({ document }) => document.targetId !== targetId);
    },
  },
  {
    what: 'a payment that was never posted',
    class: 'payment_missing',
    fix: 'repairs_itself',
    distort: (world) => {
      world.change('inv_1', changed({ status: 'paid', paidMinor: 12_000 }));
      world.hear('inv_1');
    },
  },
  {
    what: 'a payment that somebody removed',
    class: 'payment_missing',
    fix: 'in_ledger',
    distort: (world) => world.edit('inv_2', (one) => ({ ...one, paidMinor: 0, dueMinor: 12_000 })),
  },
  {
    what: 'a payment that the source does not know',
    class: 'payment_only_in_ledger',
    fix: 'in_ledger',
    distort: (world) =>
      world.edit('inv_1', (one) => ({ ...one, paidMinor: 5_000, dueMinor: 7_000 })),
  },
  {
    what: 'a payment that somebody entered on the bank',
    class: 'paid_on_other_account',
    fix: 'in_ledger',
    distort: (world) => {
      world.payments = world.payments.map((one) => ({
        ...one,
        accountCode: '090',
        reference: 'transfer',
      }));
    },
  },
  {
    what: 'a credit that was never set against its invoice',
    class: 'credit_not_allocated',
    fix: 'repairs_itself',
    distort: (world) => {
      world.edit('cn_1', (one) => ({ ...one, dueMinor: 3_000 }));
      world.edit('inv_3', (one) => ({ ...one, dueMinor: 12_000 }));
      world.relink('cn_1', (link) => ({
        ...withPosted({ allocatedMinor: 0 })(link),
        effects: {},
      }));
    },
  },
  {
    what: 'a credit that somebody took off its invoice',
    class: 'credit_not_allocated',
    fix: 'in_ledger',
    distort: (world) => {
      world.edit('cn_1', (one) => ({ ...one, dueMinor: 3_000 }));
      world.edit('inv_3', (one) => ({ ...one, dueMinor: 12_000 }));
    },
  },
  {
    what: 'posted, and gone from the source',
    class: 'link_without_record',
    fix: 'in_ledger',
    differenceMinor: 12_000,
    distort: (world) => {
      world.documents = world.documents.filter(({ record }) => record.id !== 'inv_1');
    },
  },
  {
    what: 'posted, and its link lost',
    class: 'record_without_link',
    fix: 'repairs_itself',
    distort: (world) => world.links.delete('invoice inv_1'),
  },
  {
    what: 'entered by somebody under its number, and not linked',
    class: 'record_without_link',
    fix: 'repairs_itself',
    distort: (world) => {
      world.edit('inv_1', (one) => ({ ...one, reference: 'imported' }));
      world.links.delete('invoice inv_1');
    },
  },
  {
    what: 'a customer who was archived there',
    class: 'deleted_contact',
    fix: 'in_ledger',
    distort: (world) => world.handEdits.set('contact con_1', { what: 'archived' }),
  },
  {
    what: 'paid, and nobody heard of it',
    class: 'webhook_lost',
    fix: 'repairs_itself',
    distort: (world) => world.change('inv_1', changed({ status: 'paid', paidMinor: 12_000 })),
  },
  {
    what: 'voided, and nobody heard of it',
    class: 'webhook_lost',
    fix: 'repairs_itself',
    differenceMinor: 12_000,
    distort: (world) => world.change('inv_1', changed({ status: 'void' })),
  },
  {
    what: 'voided while nobody had approved it there, and nobody heard of it',
    class: 'webhook_lost',
    fix: 'repairs_itself',
    distort: (world) => {
      world.edit('inv_1', (one) => ({ ...one, status: 'DRAFT' }));
      world.change('inv_1', changed({ status: 'void' }));
    },
  },
  {
    what: 'given up, and nobody heard of it',
    class: 'webhook_lost',
    fix: 'repairs_itself',
    distort: (world) => world.change('inv_1', changed({ status: 'uncollectible' })),
  },
  {
    what: 'changed, and nobody heard of it',
    class: 'webhook_lost',
    fix: 'repairs_itself',
    differenceMinor: -2_000,
    distort: (world) =>
      world.change(
        'inv_1',
        changed({
          totalMinor: 14_000,
          taxMinor: 2_333,
          lines: [aLine({ priceMinor: 14_000, totalMinor: 14_000, taxMinor: 2_333 })],
        }),
      ),
  },
  {
    what: 'another account by the settings of now',
    class: 'settings_changed',
    fix: 'none',
    distort: (world) => {
      world.documents = world.documents.filter(({ record }) => record.id === 'inv_1');
      world.ledger = world.ledger.slice(0, 1);
      world.settings = { ...world.settings, accountMap: { '200': '825' } };
    },
  },
];
