import { counted, ofDocument, ofInvoice, ofNote } from './listing.ts';
import type { Plant } from './plant.ts';

/** What people take out of the books, or enter beside what we wrote. */
export const bookPlants: readonly Plant[] = [
  {
    name: 'an invoice is voided in the ledger',
    class: 'voided_by_hand',
    begin: 'open',
    isAcceptable: true,
    plant({ desk, keeper, subject: { invoiceId } }) {
      const document = keeper.document(invoiceId);
      keeper.void(document);
      const difference = { class: 'voided_by_hand', differenceMinor: -counted(document) } as const;
      return {
        lists: [ofInvoice(desk.invoice(invoiceId), difference)],
        ending: 'mended',
        mend: () => desk.act(() => desk.void(invoiceId)),
      };
    },
  },
  {
    name: 'an invoice is deleted in the ledger',
    class: 'voided_by_hand',
    begin: 'open',
    plant({ desk, keeper, subject: { invoiceId } }) {
      const document = keeper.document(invoiceId);
      keeper.remove(document);
      const difference = { class: 'voided_by_hand', differenceMinor: -counted(document) } as const;
      return {
        lists: [ofInvoice(desk.invoice(invoiceId), difference)],
        ending: 'mended',
        mend: () => keeper.restore(document),
      };
    },
  },
  {
    name: 'a credit note is voided in the ledger',
    class: 'voided_by_hand',
    begin: 'credited',
    plant({ desk, keeper, subject: { noteId = '' } }) {
      const note = keeper.document(noteId);
      const allocations = keeper.allocationsOf(note.id);
      for (const one of allocations) keeper.unallocate(one);
      keeper.void(keeper.document(noteId));
      const difference = { class: 'voided_by_hand', differenceMinor: -counted(note) } as const;
      return {
        lists: [ofNote(desk.note(noteId), difference)],
        ending: 'mended',
        mend() {
          keeper.restore({ ...note, status: 'AUTHORISED' });
          for (const one of allocations) keeper.allocate(keeper.document(noteId), one);
        },
      };
    },
  },
  ...(['open', 'paid'] as const).map(
    (begin): Plant => ({
      name: `an invoice that is ${begin} is entered a second time`,
      class: 'posted_twice',
      begin,
      isAcceptable: true,
      plant({ keeper, subject: { invoiceId } }) {
        const document = keeper.document(invoiceId);
        const double = keeper.enter(document, invoiceId, `${document.number}-B`);
        const difference = { class: 'posted_twice', differenceMinor: counted(double) } as const;
        return {
          lists: [ofDocument(double, difference)],
          ending: 'mended',
          mend: () => keeper.void(double),
        };
      },
    }),
  ),
  {
    name: 'a credit note is entered a second time',
    class: 'posted_twice',
    begin: 'credited',
    plant({ keeper, subject: { noteId = '' } }) {
      const note = keeper.document(noteId);
      const double = keeper.enter(note, noteId, `${note.number}-B`);
      const difference = { class: 'posted_twice', differenceMinor: counted(double) } as const;
      return {
        lists: [ofDocument(double, difference)],
        ending: 'mended',
        mend: () => keeper.void(double),
      };
    },
  },
  ...(['open', 'credited'] as const).map(
    (begin): Plant => ({
      name: `a document is entered like one that is ${begin}, and the source has none such`,
      class: 'only_in_ledger',
      begin,
      isAcceptable: true,
      plant({ keeper, random, subject: { invoiceId, noteId = '' } }) {
        const document = keeper.document(begin === 'open' ? invoiceId : noteId);
        const unknown = `${begin === 'open' ? 'inv' : 'cred'}_${random.hex(16)}`;
        const alone = keeper.enter(document, unknown, `${document.number}-C`);
        const difference = { class: 'only_in_ledger', differenceMinor: counted(alone) } as const;
        return {
          lists: [ofDocument(alone, difference)],
          ending: 'mended',
          mend: () => keeper.void(alone),
        };
      },
    }),
  ),
];
