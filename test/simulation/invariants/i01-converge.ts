// SPEC.md I1
import type {
  Contact,
  CreditNote,
  Invoice,
} from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { allocationsOf, booksOf, contactsFor, documentsFor, paymentsOn } from './ledger-books.ts';
import { settingsOf } from './ledger-settings.ts';
import { missingHistory, missingNotes } from './notes-written.ts';
import { contactDifferences, creditNoteDifferences, invoiceDifferences } from './same-documents.ts';
import { livesOf, type SourceLife, statesDue, storaOperator } from './source-states.ts';

export const converge: Invariant = {
  id: 'I1',
  title: 'Every target ends equal to the newest state of the source',
  check: (run) =>
    operatorsConnected(run).flatMap((operatorId) => [
      ...invoices(run, operatorId),
      ...creditNotes(run, operatorId),
      ...contacts(run, operatorId),
      ...metadata(run, operatorId),
      ...missingNotes(run, operatorId),
      ...missingHistory(run, operatorId),
    ]),
};

/** Operators who ended with both connections alive: only their books can be compared. */
export function operatorsConnected(run: FinishedRun): string[] {
  return run.operatorIds.filter((operatorId) =>
    (['stora', 'xero'] as const).every((provider) =>
      run.connections.some(
        (row) =>
          row.operatorId === operatorId && row.provider === provider && row.status === 'connected',
      ),
    ),
  );
}

function invoices(run: FinishedRun, operatorId: string): string[] {
  const books = booksOf(run, operatorId);
  const sites = storaOperator(run, operatorId)?.tables.sites;
  return dueLives<Invoice>(run, operatorId, 'invoice').flatMap((life) => {
    const found = statesDue(life).map((invoice) =>
      invoiceDifferences(invoice, books, {
        siteName: sites?.get(invoice.site.id)?.name.trim() ?? '',
        settings: settingsOf(run, operatorId),
      }),
    );
    return verdict(run, life, found);
  });
}

function creditNotes(run: FinishedRun, operatorId: string): string[] {
  const books = booksOf(run, operatorId);
  return dueLives<CreditNote>(run, operatorId, 'credit_note').flatMap((life) =>
    verdict(
      run,
      life,
      statesDue(life).map((note) =>
        creditNoteDifferences(note, books, settingsOf(run, operatorId)),
      ),
    ),
  );
}

function contacts(run: FinishedRun, operatorId: string): string[] {
  const books = booksOf(run, operatorId);
  return dueLives<Contact>(run, operatorId, 'contact').flatMap((life) => {
    // A customer who was gone before anything of theirs was posted has no place in the books.
    if (life.states.at(-1)?.eventType === 'contact.deleted') return [];
    const found = contactsFor(books, life.sourceId).map(({ contact }) => contact);
    return verdict(
      run,
      life,
      statesDue(life).map((contact) => contactDifferences(contact, found)),
    );
  });
}

/** The id of a customer in the ledger stands on the customer at the source. */
function metadata(run: FinishedRun, operatorId: string): string[] {
  const tables = storaOperator(run, operatorId)?.tables;
  return run.links.flatMap((link) => {
    if (link.operatorId !== operatorId || link.kind !== 'contact') return [];
    const contact = tables?.contacts.get(link.sourceId);
    if (contact === undefined || link.targetId === undefined) return [];
    const written = contact.metadata['rollerdoor:xero'];
    if (written === link.targetId) return [];
    return [`contact ${link.sourceId} bears ${written ?? 'no id'} instead of ${link.targetId}`];
  });
}

function dueLives<R extends Invoice | CreditNote | Contact>(
  run: FinishedRun,
  operatorId: string,
  kind: SourceLife['kind'],
): SourceLife<R>[] {
  return livesOf<R>(run, kind).filter(
    (life) => life.operatorId === operatorId && life.dueFrom >= 0,
  );
}

function verdict(run: FinishedRun, life: SourceLife, found: string[][]): string[] {
  if (found.some((differences) => differences.length === 0)) return [];
  const issue = run.issues.find(
    (each) =>
      each.operatorId === life.operatorId &&
      each.kind === life.kind &&
      each.sourceId === life.sourceId,
  );
  if (issue !== undefined && isForPerson(run, issue, life) && !isMoneyLost(run, issue, life))
    return [];
  const raised = issue === undefined ? '' : ` (issue ${issue.cause}, which does not excuse it)`;
  return [`${life.kind} ${life.sourceId}: ${found.at(-1)?.join(', ') ?? 'no state'}${raised}`];
}

/** Given up as bad debt: what was received before is in the books all the same. */
function isMoneyLost(run: FinishedRun, { cause }: Pick<Issue, 'cause'>, life: SourceLife): boolean {
  const invoice = invoiceOf(life);
  if (cause !== 'uncollectible' || invoice === undefined) return false;
  return invoice.amount_paid.amount > 0 || documentsOf(run, life).length > 0;
}

type Excuse = (run: FinishedRun, life: SourceLife) => boolean;

/** Causes that no try again can heal, each only where the source itself shows it. */
const excuses: Partial<Record<string, Excuse>> = {
  uncollectible: (_, life) => invoiceOf(life)?.status === 'uncollectible',
  void_but_paid: isSettledVoid,
  status_forbids_change: (run, life) =>
    isSettledVoid(run, life) || isOfVoidInvoice(run, life) || isDraftThere(run, life),
  credit_exceeds_invoice: isOfVoidInvoice,
  credit_of_voided_invoice: isOfVoidInvoice,
  payment_exceeds_due: isCreditedElsewhere,
  invoice_not_posted: (run, life) => isOfVoidInvoice(run, life) || isOfBadDebt(run, life),
  record_missing: (_, life) => life.current === undefined,
  overpaid: (_, life) => isOverpaid(life),
  changed_after_posting: (_, life) => wasChanged(life),
  // Created for a state before, and the answer was lost: nobody knows whether somebody edited it since.
  number_taken: (_, life) => wasChanged(life),
  draft_to_approve: isDraftThere,
};

/** More was received than it comes to. */
function isOverpaid(life: SourceLife): boolean {
  const invoice = invoiceOf(life);
  return invoice !== undefined && invoice.amount_paid.amount > invoice.total.amount;
}

/** Its lines were others before. */
function wasChanged({ kind, states }: SourceLife): boolean {
  const totals = states.map(({ resource }) => (resource as Invoice).total?.amount);
  return kind === 'invoice' && new Set(totals).size > 1;
}

export function isForPerson(
  run: FinishedRun,
  issue: Pick<Issue, 'cause'>,
  life: SourceLife,
): boolean {
  return excuses[issue.cause]?.(run, life) ?? false;
}

function invoiceOf(life: SourceLife): Invoice | undefined {
  return life.kind === 'invoice' ? (life.current as Invoice | undefined) : undefined;
}

/** Voided at the source after payments or credits were posted: only a person may take those back. */
function isSettledVoid(run: FinishedRun, life: SourceLife): boolean {
  const invoice = invoiceOf(life);
  if (invoice?.status !== 'void') return false;
  if (invoice.amount_paid.amount > 0) return true;
  return documentsOf(run, life).some(
    ({ book, document }) =>
      paymentsOn(book, document.id).length + allocationsOf(book, document.id).length > 0,
  );
}

/** The credit of another invoice lowers it, as the operator wants it: the source knows nothing of that. */
function isCreditedElsewhere(run: FinishedRun, life: SourceLife): boolean {
  if (settingsOf(run, life.operatorId).rest !== 'allocate') return false;
  const notes = storaOperator(run, life.operatorId)?.tables.creditNotes;
  return documentsOf(run, life).some(({ book, document }) =>
    allocationsOf(book, document.id).some(({ creditNoteId }) => {
      const note = notes?.get(book.documents.get(creditNoteId)?.reference ?? '');
      return note?.invoice.id !== life.sourceId;
    }),
  );
}

/** Posted while documents were posted as drafts; nobody has approved it, or the invoice that it lowers. */
function isDraftThere(run: FinishedRun, life: SourceLife): boolean {
  const books = booksOf(run, life.operatorId);
  const { sourceId } = life;
  const own =
    life.kind === 'credit_note'
      ? [...documentsFor(books, { kind: 'creditNote', sourceId }), ...documentsOfInvoice(run, life)]
      : documentsOf(run, life);
  return own.some(({ document }) => document.status === 'DRAFT');
}

/** Its invoice was given up before it was posted, with nothing received: a person decides. */
function isOfBadDebt(run: FinishedRun, life: SourceLife): boolean {
  if (life.kind !== 'credit_note') return false;
  const { invoice } = life.current as CreditNote;
  const table = storaOperator(run, life.operatorId)?.tables.invoices;
  return (
    table?.get(invoice.id)?.status === 'uncollectible' && documentsOfInvoice(run, life).length === 0
  );
}

function documentsOfInvoice(run: FinishedRun, life: SourceLife) {
  const { invoice } = life.current as CreditNote;
  return documentsFor(booksOf(run, life.operatorId), { kind: 'invoice', sourceId: invoice.id });
}

function documentsOf(run: FinishedRun, { operatorId, sourceId }: SourceLife) {
  return documentsFor(booksOf(run, operatorId), { kind: 'invoice', sourceId });
}

function isOfVoidInvoice(run: FinishedRun, life: SourceLife): boolean {
  if (life.kind !== 'credit_note') return false;
  const { invoice } = life.current as CreditNote;
  const table = storaOperator(run, life.operatorId)?.tables.invoices;
  return table?.get(invoice.id)?.status === 'void';
}
