// SPEC.md I1
import type {
  Contact,
  CreditNote,
  Invoice,
} from '../../../infra/local/vendors/stora/core/resources.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { isForPerson } from './for-a-person.ts';
import { booksOf, contactsFor } from './ledger-books.ts';
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
  const linked = new Set(run.links.flatMap(({ targetId }) => targetId ?? []));
  return dueLives<Invoice>(run, operatorId, 'invoice').flatMap((life) => {
    const found = statesDue(life).map((invoice) =>
      invoiceDifferences(invoice, books, {
        siteName: sites?.get(invoice.site.id)?.name.trim() ?? '',
        settings: settingsOf(run, operatorId),
        linked,
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
  if (issue !== undefined && isForPerson(run, issue, { life, differences: found.at(-1) ?? [] }))
    return [];
  const raised = issue === undefined ? '' : ` (issue ${issue.cause}, which does not excuse it)`;
  return [`${life.kind} ${life.sourceId}: ${found.at(-1)?.join(', ') ?? 'no state'}${raised}`];
}
