import { plantedCode } from './desk.ts';
import { counted, ofDocument, ofInvoice } from './listing.ts';
import { closeForTheNight } from './lost-plants.ts';
import type { Plant } from './plant.ts';
import type { Begin } from './subject.ts';

/** A link that is lost; found again by our reference. */
function linkLost(begin: Extract<Begin, 'open' | 'paid' | 'credited'>): Plant {
  return {
    name: `the link of what is ${begin} is lost`,
    class: 'record_without_link',
    begin,
    plant({ keeper, press, subject: { invoiceId, noteId = '' } }) {
      const document = keeper.document(begin === 'credited' ? noteId : invoiceId);
      const listed = ofDocument(document, { class: 'record_without_link', differenceMinor: 0 });
      press.loseLink(listed);
      return { lists: [listed], ending: 'by itself' };
    },
  };
}

/** What happens to what we keep ourselves, to customers, and between both sides. */
export const ownPlants: readonly Plant[] = [
  linkLost('open'),
  linkLost('paid'),
  linkLost('credited'),
  {
    name: 'an invoice is gone from the source',
    class: 'link_without_record',
    begin: 'open',
    isAcceptable: true,
    plant({ desk, keeper, subject: { invoiceId } }) {
      const document = keeper.document(invoiceId);
      desk.hide('invoice', invoiceId);
      const difference = {
        class: 'link_without_record',
        differenceMinor: counted(document),
      } as const;
      return {
        lists: [ofDocument(document, difference)],
        ending: 'mended',
        mend: () => keeper.void(document),
      };
    },
  },
  {
    name: 'a credit note is gone from the source for a while',
    class: 'link_without_record',
    begin: 'credited',
    plant({ desk, keeper, subject: { noteId = '' } }) {
      const note = keeper.document(noteId);
      const putBack = desk.hide('credit_note', noteId);
      const difference = { class: 'link_without_record', differenceMinor: counted(note) } as const;
      return { lists: [ofDocument(note, difference)], ending: 'mended', mend: putBack };
    },
  },
  {
    name: 'a customer is archived',
    class: 'deleted_contact',
    begin: 'open',
    isAcceptable: true,
    plant({ desk, keeper, subject: { contactId: id, invoiceId } }) {
      const contact = keeper.contactOf(id);
      keeper.setContactStatus(contact, 'ARCHIVED');
      const { month } = ofInvoice(desk.invoice(invoiceId), {
        class: 'contact',
        differenceMinor: 0,
      });
      return {
        lists: [{ class: 'deleted_contact', kind: 'contact', id, differenceMinor: 0, month }],
        ending: 'mended',
        mend: () => keeper.setContactStatus(contact, 'ACTIVE'),
      };
    },
  },
  {
    name: 'what was changed is in the ledger as it was before',
    class: 'amount',
    begin: 'open',
    async plant({ desk, keeper, press, subject: { invoiceId } }) {
      const before = keeper.document(invoiceId);
      const listedBefore = ofDocument(before, { class: 'amount', differenceMinor: 0 });
      const posted = await press.postedOf(listedBefore);
      desk.act(() => desk.reduce(invoiceId));
      await press.rest();
      const differenceMinor = counted(before) - counted(keeper.document(invoiceId));
      if (differenceMinor === 0) return undefined;
      keeper.restore(before);
      await press.setPosted(listedBefore, posted);
      const listed = { ...listedBefore, differenceMinor };
      return { lists: [listed], ending: 'pressed', mend: () => press.repairOne(listed) };
    },
  },
  {
    name: 'the ledger refuses an invoice',
    class: 'late',
    begin: 'nothing',
    async plant({ desk, press, subject }) {
      const invoice = desk.act(() => {
        const raised = desk.raise(subject.contactId);
        press.refuse(raised.number);
        return raised;
      });
      subject.invoiceId = invoice.id;
      const difference = { class: 'late', differenceMinor: -invoice.total.amount } as const;
      const listed = ofInvoice(invoice, difference);
      return {
        lists: [listed],
        ending: 'pressed',
        async mend() {
          press.refuseNoMore(invoice.number);
          await press.retry(listed);
        },
      };
    },
  },
  {
    name: 'an account is set otherwise',
    class: 'settings_changed',
    begin: 'open',
    code: plantedCode,
    isAlone: true,
    async plant({ desk, keeper, press, subject: { invoiceId } }) {
      await press.setAccount(plantedCode, '404');
      const ones = press.withCode(plantedCode).filter(({ id }) => keeper.find(id) !== undefined);
      if (!ones.includes(desk.invoice(invoiceId))) return undefined;
      return {
        lists: ones.map((one) => ofInvoice(one, { class: 'settings_changed', differenceMinor: 0 })),
        ending: 'mended',
        mend: () => press.setAccount(plantedCode, '201'),
      };
    },
  },
  {
    name: 'a period is closed and opened again',
    class: 'none',
    begin: 'paid',
    isAlone: true,
    plant: (place) => ({ lists: [], ending: 'mended', mend: closeForTheNight(place) }),
  },
];
