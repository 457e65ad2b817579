import { counted, ofInvoice, ofNote } from './listing.ts';
import type { Place, Plant, Planted } from './plant.ts';

/** An invoice that is in the ledger changes at the source, and no message tells of it. */
function lost(
  name: string,
  change: (place: Place) => void,
  /** What it is to be in the ledger afterwards; absent: what it is. */
  totalAfter?: (place: Place) => number,
): Plant {
  return {
    name,
    class: 'webhook_lost',
    begin: 'open',
    plant(place): Planted {
      const { desk, keeper, subject } = place;
      const standsMinor = counted(keeper.document(subject.invoiceId));
      desk.silently(() => change(place));
      const wantedMinor = totalAfter?.(place) ?? standsMinor;
      const difference = {
        class: 'webhook_lost',
        differenceMinor: standsMinor - wantedMinor,
      } as const;
      return {
        lists: [ofInvoice(desk.invoice(subject.invoiceId), difference)],
        ending: 'by itself',
      };
    },
  };
}

function isNew({ desk, keeper, subject }: Place): Planted {
  const invoice = desk.silently(() => desk.raise(subject.contactId));
  subject.invoiceId = invoice.id;
  const difference = { class: 'missing', differenceMinor: -invoice.total.amount } as const;
  if (keeper.find(invoice.id) !== undefined) throw new Error('It is in the ledger already.');
  return { lists: [ofInvoice(invoice, difference)], ending: 'by itself' };
}

/** Closes everything up to this day before the night; gives back what opens it again. */
export function closeForTheNight({ keeper, press }: Place): () => void {
  const day = new Date(press.nowEpochMs).toISOString().slice(0, 10);
  let former: string | undefined;
  press.beforeNight(() => {
    former = keeper.book.organisation.periodLockDay;
    keeper.lock(day);
  });
  return () => keeper.lock(former);
}

/** Webhooks that never come. What they left out is brought over that night. */
export const lostPlants: readonly Plant[] = [
  {
    name: 'an invoice is raised, and nobody is told',
    class: 'missing',
    begin: 'nothing',
    plant: isNew,
  },
  {
    name: 'an invoice is raised and paid, and nobody is told',
    class: 'missing',
    begin: 'nothing',
    plant(place) {
      const planted = isNew(place);
      place.desk.silently(() => place.desk.pay(place.subject.invoiceId));
      return planted;
    },
  },
  {
    name: 'an invoice is raised and nobody is told, and people press the button, too',
    class: 'missing',
    begin: 'nothing',
    plant(place) {
      const planted = isNew(place);
      const mend = () => place.press.repairAll(planted.lists, 'missing');
      return { ...planted, ending: 'pressed', mend };
    },
  },
  {
    name: 'an open invoice is credited, and nobody is told',
    class: 'missing',
    begin: 'open',
    plant({ desk, subject }) {
      const note = desk.silently(() => desk.credit(subject.invoiceId));
      subject.noteId = note.id;
      const difference = { class: 'missing', differenceMinor: note.total.amount } as const;
      return { lists: [ofNote(note, difference)], ending: 'by itself' };
    },
  },
  {
    name: 'a paid invoice is credited, and nobody is told',
    class: 'missing',
    begin: 'paid',
    plant({ desk, subject }) {
      const note = desk.silently(() => desk.credit(subject.invoiceId));
      subject.noteId = note.id;
      const difference = { class: 'missing', differenceMinor: note.total.amount } as const;
      return { lists: [ofNote(note, difference)], ending: 'by itself' };
    },
  },
  lost('an invoice is paid, and nobody is told', ({ desk, subject }) =>
    desk.pay(subject.invoiceId),
  ),
  lost('an invoice is paid in part, and nobody is told', ({ desk, subject }) =>
    desk.pay(subject.invoiceId, 777),
  ),
  lost(
    'an invoice is voided, and nobody is told',
    ({ desk, subject }) => desk.void(subject.invoiceId),
    () => 0,
  ),
  lost(
    'an invoice is reduced, and nobody is told',
    ({ desk, subject }) => desk.reduce(subject.invoiceId),
    ({ desk, subject }) => desk.invoice(subject.invoiceId).total.amount,
  ),
  lost('an invoice is given up, and nobody is told', ({ desk, subject }) =>
    desk.giveUp(subject.invoiceId),
  ),
  {
    name: 'a customer changes, and nobody is told',
    class: 'webhook_lost',
    begin: 'open',
    plant({ desk, subject: { contactId: id } }) {
      desk.silently(() => desk.callAgain(id));
      const of = { class: 'webhook_lost', kind: 'contact' } as const;
      return { lists: [{ ...of, id, differenceMinor: 0, month: undefined }], ending: 'by itself' };
    },
  },
  {
    name: 'an invoice is raised, nobody is told, and its day is closed meanwhile',
    class: 'missing',
    begin: 'nothing',
    isAlone: true,
    plant(place) {
      const planted = isNew(place);
      return { ...planted, ending: 'mended', mend: closeForTheNight(place) };
    },
  },
];
