import type { CreditNote, Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import type { FinishedRun } from '../history.ts';
import { closingOf } from './closing-notes.ts';
import { allocationsOf, booksOf, documentsFor, isImported, paymentsOn } from './ledger-books.ts';
import { type Settlement, settingsOf } from './ledger-settings.ts';
import { isOtherwiseThere } from './same-documents.ts';
import { type SourceLife, storaOperator } from './source-states.ts';

/** A record that waits for a person. */
interface Waiting {
  life: SourceLife;
  /** In what the ledger does not show its state. */
  differences: readonly string[];
}

/** Whether no try again can heal it: the source, the books and the settings show why. */
export function isForPerson(
  run: FinishedRun,
  issue: Pick<Issue, 'cause'>,
  waiting: Waiting,
): boolean {
  return excuses[issue.cause]?.({ run, ...waiting, ...knownOf(run, waiting.life) }) ?? false;
}

interface Known extends Waiting {
  run: FinishedRun;
  settings: Settlement;
  invoice: Invoice | undefined;
}

function knownOf(run: FinishedRun, life: SourceLife): Pick<Known, 'settings' | 'invoice'> {
  const invoice = life.kind === 'invoice' ? (life.current as Invoice | undefined) : undefined;
  return { settings: settingsOf(run, life.operatorId), invoice };
}

type Excuse = (known: Known) => boolean;

/** Causes that a person has to look into, each only where the vendors' own books show it. */
const excuses: Partial<Record<string, Excuse>> = {
  uncollectible: isBadDebt,
  void_but_paid: isPaidVoid,
  status_forbids_change: (known) =>
    isSettledVoid(known) || isOfVoidInvoice(known) || isDraftThere(known),
  credit_exceeds_invoice: isOfVoidInvoice,
  credit_of_voided_invoice: isOfVoidInvoice,
  payment_exceeds_due: isCreditedElsewhere,
  invoice_not_posted: (known) =>
    isOfVoidInvoice(known) || isOfBadDebt(known) || isOfTakenInvoice(known),
  number_taken: isTaken,
  record_missing: ({ life }) => life.current === undefined,
  overpaid: isOverpaid,
  changed_after_posting: isChangeForPerson,
  draft_to_approve: isToBeApproved,
};

/** Nothing but this is different: what else there is to do is done. */
function onlyIn({ differences }: Known, ...parts: string[]): boolean {
  return differences.every((difference) => parts.some((part) => difference.startsWith(`${part} `)));
}

/**
 * Given up as bad debt, and the operator wants to be asked. What was received before is in the books all
 * the same, and what was posted before stays.
 */
function isBadDebt(known: Known): boolean {
  const { invoice, settings } = known;
  if (invoice?.status !== 'uncollectible' || settings.writesOff) return false;
  // What stands there by other hands, and not as the source has it, was not posted.
  const isUnposted = documentsOf(known).every(({ document }) => isImported(document));
  return (invoice.amount_paid.amount === 0 && isUnposted) || onlyIn(known);
}

/** More was received than was due, and the operator wants to be asked what to do with it. */
function isOverpaid(known: Known): boolean {
  const { invoice, settings } = known;
  if (invoice === undefined || settings.keepsMore || !settings.hasPayments) return false;
  const { amount_paid, pre_payment_credit_notes_amount, total } = invoice;
  const isMore = amount_paid.amount + pre_payment_credit_notes_amount.amount > total.amount;
  return isMore && onlyIn(known, 'paid');
}

/**
 * Its lines are others than those that stand there, where the operator wants to be asked, or where money
 * or a credit stands on it. Nobody edits documents by hand in a run.
 */
function isChangeForPerson(known: Known): boolean {
  if (!showsFormerState(known)) return false;
  const found = documentsOf(known);
  // What somebody else entered is never changed by us.
  const isTheirs = found.some(({ document }) => isImported(document));
  return known.settings.asksOfChanges || isTheirs || found.some(isSettled);
}

/** Somebody else entered it, and not as the source has it. */
function isTaken(known: Known): boolean {
  const { invoice, settings } = known;
  if (invoice === undefined) return false;
  return documentsOf(known).some((found) => isOtherwiseThere(found, invoice, settings));
}

function isOfTakenInvoice({ run, life, settings }: Known): boolean {
  if (life.kind !== 'credit_note') return false;
  const { operatorId } = life;
  const { id: sourceId } = (life.current as CreditNote).invoice;
  const invoice = storaOperator(run, operatorId)?.tables.invoices.get(sourceId);
  const found = documentsFor(booksOf(run, operatorId), { kind: 'invoice', sourceId });
  return invoice !== undefined && found.some((one) => isOtherwiseThere(one, invoice, settings));
}

/** What stands in the ledger are the sums of a state that the source has left. */
function showsFormerState(known: Known): boolean {
  const { invoice, life } = known;
  if (invoice === undefined) return false;
  const former = new Set(life.states.map(({ resource }) => (resource as Invoice).total.amount));
  former.delete(invoice.total.amount);
  return documentsOf(known).some(({ document }) => former.has(Number(document.totals.totalMinor)));
}

/** A draft there takes neither money nor credits: somebody has to approve it first. */
function isToBeApproved(known: Known): boolean {
  const { invoice, settings } = known;
  if (invoice === undefined || !isDraftThere(known)) return false;
  const isPaid = invoice.amount_paid.amount > 0 && settings.hasPayments && !settings.hasDrafts;
  const isGivenUp = invoice.status === 'uncollectible' && settings.writesOff;
  const isPaidVoid = invoice.status === 'void' && invoice.amount_paid.amount > 0;
  return isPaid || isGivenUp || (isPaidVoid && settings.creditsVoids);
}

/** Voided with money or credits on it, and the operator wants no credit in place of the voiding, or none fits. */
function isPaidVoid(known: Known): boolean {
  if (!isSettledVoid(known)) return false;
  if (!known.settings.creditsVoids || !isLinked(known)) return true;
  return documentsOf(known).some(isCreditedThere);
}

/** What bears its number may be somebody else's, of a file, and nothing is ever set against that. */
function isLinked({ run, life }: Known): boolean {
  const { operatorId, sourceId } = life;
  return run.links.some(
    (link) =>
      link.operatorId === operatorId && link.sourceId === sourceId && link.targetId !== undefined,
  );
}

/** Voided at the source after payments or credits were posted: only a person may take those back. */
function isSettledVoid(known: Known): boolean {
  const { invoice } = known;
  if (invoice?.status !== 'void') return false;
  return invoice.amount_paid.amount > 0 || documentsOf(known).some(isSettled);
}

type Found = ReturnType<typeof documentsFor>[number];

function isSettled({ book, document }: Found): boolean {
  return paymentsOn(book, document.id).length + allocationsOf(book, document.id).length > 0;
}

/** A credit note of the source lowers it. */
function isCreditedThere({ book, document }: Found): boolean {
  return allocationsOf(book, document.id).some(
    ({ creditNoteId }) =>
      closingOf({ reference: book.documents.get(creditNoteId)?.reference ?? '' }) === undefined,
  );
}

/** The credit of another invoice lowers it, as the operator wants it: the source knows nothing of that. */
function isCreditedElsewhere(known: Known): boolean {
  const { run, life, settings } = known;
  if (settings.rest !== 'allocate' || !onlyIn(known, 'paid')) return false;
  const notes = storaOperator(run, life.operatorId)?.tables.creditNotes;
  return documentsOf(known).some(({ book, document }) =>
    allocationsOf(book, document.id).some(({ creditNoteId }) => {
      const note = notes?.get(book.documents.get(creditNoteId)?.reference ?? '');
      return note?.invoice.id !== life.sourceId;
    }),
  );
}

/** Posted while documents were posted as drafts; nobody has approved it, or the invoice that it lowers. */
function isDraftThere(known: Known): boolean {
  const { run, life } = known;
  const books = booksOf(run, life.operatorId);
  const own =
    life.kind === 'credit_note'
      ? [
          ...documentsFor(books, { kind: 'creditNote', sourceId: life.sourceId }),
          ...documentsOfInvoice(known),
        ]
      : documentsOf(known);
  return own.some(({ document }) => document.status === 'DRAFT');
}

/** Its invoice was given up before it was posted, with nothing received: a person decides. */
function isOfBadDebt(known: Known): boolean {
  const { life, settings } = known;
  if (life.kind !== 'credit_note' || settings.writesOff) return false;
  return statusOfInvoice(known) === 'uncollectible' && documentsOfInvoice(known).length === 0;
}

function isOfVoidInvoice(known: Known): boolean {
  return known.life.kind === 'credit_note' && statusOfInvoice(known) === 'void';
}

function statusOfInvoice({ run, life }: Known): Invoice['status'] | undefined {
  const { invoice } = life.current as CreditNote;
  return storaOperator(run, life.operatorId)?.tables.invoices.get(invoice.id)?.status;
}

function documentsOfInvoice({ run, life }: Known): Found[] {
  const { invoice } = life.current as CreditNote;
  return documentsFor(booksOf(run, life.operatorId), { kind: 'invoice', sourceId: invoice.id });
}

function documentsOf({ run, life: { operatorId, sourceId } }: Known): Found[] {
  return documentsFor(booksOf(run, operatorId), { kind: 'invoice', sourceId });
}
