import type { Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Books } from './books.ts';
import { storaBooks } from './stora-books.ts';
import {
  type Transaction,
  transactionsOf,
  trialBalance,
  type Unequal,
  unbalanced,
  unequal,
} from './trial-balance.ts';
import { xeroBooks } from './xero-books.ts';
import type { YearScene } from './year-scene.ts';

export interface BothBooks {
  stora: Books;
  xero: Books;
}

/** What is not the same, in the words of accountants; all empty where both sides are equal to the penny. */
export interface BooksCompared {
  /** By site, month and account; over all months the same without the month. */
  unequalMonths: Unequal[];
  unequalAccounts: Unequal[];
  /** Documents whose entries are not the same, as text. */
  documents: string[];
  missing: string[];
  doubled: string[];
  unbalanced: string[];
  /** Documents that a lock moved to the first open day, as the operator wants it. */
  moved: number;
  /** Money that stands on another day than that on which it came in: no message told of it in time. */
  moneyOnOtherDay: number;
}

/** Both sides as they stand now, without what is said to be left out (by the id of the source). */
export function booksOf(
  scene: Pick<YearScene, 'operator' | 'book' | 'lockings' | 'lost' | 'world'>,
  isLeftOut: (id: string) => boolean = () => false,
): BothBooks & { moved: number } {
  const moves = movesOf(scene);
  const stora = storaBooks({
    operator: scene.operator,
    events: scene.world.vendors.stora.world.webhooks.events,
    lockings: scene.lockings,
    movedTo: moves.movedTo,
    closedOn: moves.closedOn,
  });
  const kept = ({ documents, moneys }: Books): Books => ({
    documents: documents.filter(({ id }) => !isLeftOut(id)),
    moneys: moneys.filter(({ documentId }) => !isLeftOut(documentId)),
  });
  return { stora: kept(stora), xero: kept(xeroBooks(scene.book)), moved: moves.count() };
}

export function compareBooks({ stora, xero, moved }: BothBooks & { moved: number }): BooksCompared {
  const [here, there] = [transactionsOf(stora), transactionsOf(xero)];
  const whole = () => '';
  const ids = Map.groupBy(xero.documents, ({ id }) => id);
  return {
    unequalMonths: unequal(trialBalance(here), trialBalance(there)),
    unequalAccounts: unequal(trialBalance(here, whole), trialBalance(there, whole)),
    documents: unequalDocuments(here, there),
    missing: stora.documents.filter(({ id }) => !ids.has(id)).map(({ number }) => number),
    doubled: [...ids.values()].filter((ones) => ones.length > 1).map(([one]) => one?.number ?? ''),
    unbalanced: [...unbalanced(here), ...unbalanced(there)].map(({ text }) => text),
    moved,
    moneyOnOtherDay: onOtherDay(here, there),
  };
}

/** Nothing at all is wrong. */
export function areEqual(compared: BooksCompared): boolean {
  const { unequalMonths, unequalAccounts, documents, missing, doubled } = compared;
  const found = [unequalMonths, unequalAccounts, documents, missing, doubled, compared.unbalanced];
  return found.every((list) => list.length === 0);
}

/** By document, whatever its postings are sorted by. */
function unequalDocuments(here: Transaction[], there: Transaction[]): string[] {
  const [left, right] = [byDocument(here), byDocument(there)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((id) => {
    const found = unequal(left.get(id)?.balance ?? [], right.get(id)?.balance ?? []);
    const name = left.get(id)?.text ?? right.get(id)?.text ?? id;
    return found.map(
      ({ month, site, account, storaMinor, xeroMinor }) =>
        `${name} (${id}), ${month}, ${site}, ${account}: ${storaMinor} at Stora, ${xeroMinor} at Xero`,
    );
  });
}

function byDocument(transactions: readonly Transaction[]) {
  const groups = Map.groupBy(transactions, ({ documentId }) => documentId);
  return new Map(
    [...groups].map(([id, ones]) => [id, { text: ones[0]?.text, balance: trialBalance(ones) }]),
  );
}

function onOtherDay(here: readonly Transaction[], there: readonly Transaction[]): number {
  const moneyOf = (ones: readonly Transaction[]) =>
    ones
      .filter(({ text }) => text.startsWith('Received') || text.startsWith('Paid back'))
      .map(({ documentId, day }) => `${documentId} ${day}`);
  const days = new Set(moneyOf(here));
  return moneyOf(there).filter((one) => !days.has(one)).length;
}

/**
 * A document that came into the ledger when its own day was closed stands on the first day that was open then.
 * A note of ours that closes an invoice bears the day on which we learned of it: where no message came, that of
 * the night which found it.
 */
function movesOf({ book, lockings, lost }: Pick<YearScene, 'book' | 'lockings' | 'lost'>) {
  const byReference = new Map(
    [...book.documents.values()].map((document) => [document.reference, document]),
  );
  const untold = new Set(lost.map(({ type, data }) => `${type} ${(data.invoice as Invoice)?.id}`));
  const moved = new Set<string>();
  const movedTo = (id: string, ownDay: string): string | undefined => {
    const document = byReference.get(id);
    if (document === undefined || document.day === ownDay) return undefined;
    const createdEpochMs = book.history.get(document.id)?.[0]?.atEpochMs ?? 0;
    const lock = lockings.findLast(({ atEpochMs }) => atEpochMs <= createdEpochMs);
    const isMoved = lock !== undefined && ownDay <= lock.lockDay;
    if (!isMoved || document.day !== dayAfter(lock.lockDay)) return undefined;
    moved.add(id);
    return document.day;
  };
  const closedOn = (id: string, ownDay: string): string => {
    const [invoiceId = '', word] = id.split(':');
    const type = word === 'void' ? 'invoice.voided' : 'invoice.marked_uncollectible';
    const isUntold = untold.has(`${type} ${invoiceId}`);
    const day = byReference.get(id)?.day;
    return isUntold && (day === ownDay || day === dayAfter(ownDay)) ? day : ownDay;
  };
  return { movedTo, closedOn, count: () => moved.size };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
