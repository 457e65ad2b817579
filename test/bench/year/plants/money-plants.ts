import { clearingAccount } from '../year-plan.ts';
import { ofInvoice, ofNote } from './listing.ts';
import type { Plant, Planted } from './plant.ts';

/** Another bank account of the sample company. */
const otherBank = '090';
const none = { differenceMinor: 0 } as const;

/** What people do to money in the ledger; the sums of documents stay what they are. */
export const moneyPlants: readonly Plant[] = [
  ...(['in full', 'in part'] as const).map(
    (how): Plant => ({
      name: `an open invoice is paid by hand ${how}`,
      class: 'payment_only_in_ledger',
      begin: 'open',
      isAcceptable: true,
      plant({ desk, keeper, subject: { invoiceId } }) {
        const document = keeper.document(invoiceId);
        const { totalMinor } = document.totals;
        const amountMinor = how === 'in full' ? totalMinor : totalMinor / 3n;
        const payment = keeper.pay(document, { amountMinor, account: clearingAccount });
        return {
          lists: [ofInvoice(desk.invoice(invoiceId), { class: 'payment_only_in_ledger', ...none })],
          ending: 'mended',
          mend: () => keeper.unpay(payment),
        };
      },
    }),
  ),
  {
    name: 'an open invoice is paid by hand, and at the source afterwards',
    class: 'payment_only_in_ledger',
    begin: 'open',
    plant({ desk, keeper, subject: { invoiceId } }) {
      const document = keeper.document(invoiceId);
      const { totalMinor: amountMinor } = document.totals;
      keeper.pay(document, { amountMinor, account: clearingAccount });
      return {
        lists: [ofInvoice(desk.invoice(invoiceId), { class: 'payment_only_in_ledger', ...none })],
        ending: 'mended',
        mend: () => desk.act(() => desk.pay(invoiceId)),
      };
    },
  },
  {
    name: 'a payment of ours is deleted',
    class: 'payment_missing',
    begin: 'paid',
    isAcceptable: true,
    plant({ desk, keeper, subject: { invoiceId } }) {
      const { id } = keeper.document(invoiceId);
      const [payment] = keeper.paymentsOf(id);
      if (payment === undefined) return undefined;
      keeper.unpay(payment);
      return {
        lists: [ofInvoice(desk.invoice(invoiceId), { class: 'payment_missing', ...none })],
        ending: 'mended',
        mend() {
          const { amountMinor, day } = payment;
          keeper.pay(keeper.document(invoiceId), { amountMinor, day, account: clearingAccount });
        },
      };
    },
  },
  {
    name: 'a refund of ours is deleted',
    class: 'payment_missing',
    begin: 'refunded',
    plant({ desk, keeper, subject: { noteId = '' } }) {
      const [refund] = keeper.paymentsOf(keeper.document(noteId).id);
      if (refund === undefined) return undefined;
      keeper.unpay(refund);
      return {
        lists: [ofNote(desk.note(noteId), { class: 'payment_missing', ...none })],
        ending: 'mended',
        mend() {
          const { amountMinor, day } = refund;
          keeper.pay(keeper.document(noteId), { amountMinor, day, account: clearingAccount });
        },
      };
    },
  },
  {
    name: 'a payment is entered on another account instead of ours',
    class: 'paid_on_other_account',
    begin: 'paid',
    isAcceptable: true,
    plant({ desk, keeper, subject: { invoiceId } }): Planted | undefined {
      const [payment] = keeper.paymentsOf(keeper.document(invoiceId).id);
      if (payment === undefined) return undefined;
      const { amountMinor, day } = payment;
      keeper.unpay(payment);
      const other = keeper.pay(keeper.document(invoiceId), {
        amountMinor,
        day,
        account: otherBank,
      });
      return {
        lists: [ofInvoice(desk.invoice(invoiceId), { class: 'paid_on_other_account', ...none })],
        ending: 'mended',
        mend() {
          keeper.unpay(other);
          keeper.pay(keeper.document(invoiceId), { amountMinor, day, account: clearingAccount });
        },
      };
    },
  },
  {
    name: 'a credit is taken off its invoice',
    class: 'credit_not_allocated',
    begin: 'credited',
    isAcceptable: true,
    plant({ desk, keeper, subject: { noteId = '' } }) {
      const [allocation] = keeper.allocationsOf(keeper.document(noteId).id);
      if (allocation === undefined) return undefined;
      keeper.unallocate(allocation);
      return {
        lists: [ofNote(desk.note(noteId), { class: 'credit_not_allocated', ...none })],
        ending: 'mended',
        mend: () => keeper.allocate(keeper.document(noteId), allocation),
      };
    },
  },
  {
    name: 'what was written off is taken off its invoice',
    class: 'credit_not_allocated',
    begin: 'written_off',
    plant({ desk, keeper, subject: { invoiceId } }) {
      const note = keeper.closingOf(invoiceId);
      const [allocation] = note === undefined ? [] : keeper.allocationsOf(note.id);
      if (note === undefined || allocation === undefined) return undefined;
      keeper.unallocate(allocation);
      return {
        lists: [ofInvoice(desk.invoice(invoiceId), { class: 'credit_not_allocated', ...none })],
        ending: 'mended',
        mend: () => keeper.allocate({ ...note, status: 'AUTHORISED' }, allocation),
      };
    },
  },
];
