import type { LedgerDocument } from '../../../../infra/local/vendors/xero/core/book.ts';
import type { LineInput } from '../../../../infra/local/vendors/xero/ledger/inputs.ts';
import type { MismatchClass } from '../../../../shared/contracts/mismatch.ts';
import { counted, dayAfter, monthOf, ofDocument } from './listing.ts';
import type { Place, Plant, Planted } from './plant.ts';
import type { Listed } from './subject.ts';

type Edit = (document: LedgerDocument, place: Place) => LedgerDocument | undefined;

/** Somebody edits an open invoice of ours in the ledger, and takes it back later. */
function edited(name: string, of: MismatchClass, edit: Edit): Plant {
  return {
    name,
    class: of,
    begin: 'open',
    isAcceptable: true,
    plant(place): Planted | undefined {
      const before = place.keeper.document(place.subject.invoiceId);
      const after = edit(before, place);
      if (after === undefined) return undefined;
      const differenceMinor = counted(after) - counted(before);
      const isMoved = monthOf(before.day) !== monthOf(after.day);
      return {
        lists: isMoved
          ? moved(before, after)
          : [ofDocument(before, { class: of, differenceMinor })],
        ending: 'mended',
        mend: () => place.keeper.restore(before),
      };
    },
  };
}

function firstLine(change: (line: LineInput) => LineInput) {
  return (line: LineInput, at: number) => (at === 0 ? change(line) : line);
}

/** Of another month both count: it is missing in one, and too much in the other. */
function moved(before: LedgerDocument, after: LedgerDocument): Listed[] {
  return [
    ofDocument(before, { class: 'date', differenceMinor: -counted(before) }),
    ofDocument(after, { class: 'date', differenceMinor: counted(after) }),
  ];
}

function otherAccount(code: string | undefined): string {
  return code === '404' ? '201' : '404';
}

function moveTo(document: LedgerDocument, { keeper }: Place, day: string) {
  if (keeper.isLocked(document.day) || keeper.isLocked(day)) return undefined;
  return keeper.edit(document, { Date: day });
}

/** The nearest day that is in the same month. */
function dayBeside(day: string): string {
  const next = dayAfter(day);
  return monthOf(next) === monthOf(day) ? next : dayAfter(day, -1);
}

export const editPlants: readonly Plant[] = [
  edited('a line is given another price', 'amount', (document, { keeper, random }) => {
    const by = BigInt(random.pick([-700, -1, 1, 350])) * 100n;
    return keeper.edit(
      document,
      {},
      firstLine((line) => ({
        ...line,
        UnitAmount: (line.UnitAmount ?? 0n) + by,
        TaxAmount: undefined,
      })),
    );
  }),
  edited('a line is taken off', 'amount', (document, { keeper }) =>
    keeper.edit(document, {}, (line, at) => (at === 0 ? undefined : line)),
  ),
  edited('a line is made exempt from tax', 'tax', (document, { keeper }) =>
    keeper.edit(
      document,
      {},
      firstLine((line) => ({ ...line, TaxType: 'EXEMPTOUTPUT', TaxAmount: undefined })),
    ),
  ),
  edited('a line is booked on another account', 'account', (document, { keeper }) =>
    keeper.edit(
      document,
      {},
      firstLine((line) => ({ ...line, AccountCode: otherAccount(line.AccountCode) })),
    ),
  ),
  edited('a line is given to another site', 'site', (document, { keeper }) => {
    const other = keeper.otherSite(document);
    return keeper.edit(
      document,
      {},
      firstLine((line) => ({ ...line, Tracking: [other] })),
    );
  }),
  edited('a line loses its site', 'site', (document, { keeper }) =>
    keeper.edit(
      document,
      {},
      firstLine((line) => ({ ...line, Tracking: [] })),
    ),
  ),
  edited('the words of a line are changed', 'edited_by_hand', (document, { keeper }) =>
    keeper.edit(
      document,
      {},
      firstLine((line) => ({ ...line, Description: `${line.Description} (as agreed)` })),
    ),
  ),
  edited('its day is changed within the month', 'date', (document, place) =>
    moveTo(document, place, dayBeside(document.day)),
  ),
  edited('it is moved into the month before', 'date', (document, place) =>
    moveTo(document, place, dayAfter(`${monthOf(document.day)}-01`, -1)),
  ),
  edited('it is moved into the next month', 'date', (document, place) =>
    moveTo(document, place, dayAfter(`${monthOf(document.day)}-28`, 4)),
  ),
  edited('it is given to another customer', 'contact', (document, { keeper, subject }) => {
    const { contactId } = keeper.addContact(`Somebody else than ${subject.contactId}`);
    return keeper.edit(document, { Contact: { ContactID: contactId } });
  }),
];
