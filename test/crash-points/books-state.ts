import type { DocumentRow } from '../../shared/contracts/document-item.ts';
import type { Gap } from '../../shared/contracts/source-state.ts';
import { isOver } from '../../shared/domain/backfill/run.ts';
import { operatorId } from '../support/vendors-in-process.ts';
import type { BooksWorld } from './books-world.ts';

/** As the vendors' control pages show it. */
type Json = ReturnType<typeof JSON.parse>;

/**
 * What both sides hold in the end, without ids and times: equal to that of a run in which nothing
 * went wrong, or something was lost or doubled.
 */
export async function readBooks(world: BooksWorld) {
  const [stora, xero] = [await world.storaState(), await world.xeroState()];
  return {
    contacts: xero.contacts
      .map(({ contactNumber, name, status, emailAddress }: Json) =>
        [contactNumber, name, status, emailAddress].join(' | '),
      )
      .sort(),
    invoices: xero.invoices.map(documentOf).sort(),
    creditNotes: xero.creditNotes.map(documentOf).sort(),
    payments: xero.payments
      .map(({ documentNumber, accountCode, date, amount, reference, status }: Json) =>
        [documentNumber, accountCode, date, amount, reference, status].join(' | '),
      )
      .sort(),
    allocations: xero.allocations
      .map(({ creditNoteNumber, invoiceNumber, date, amount }: Json) =>
        [creditNoteNumber, invoiceNumber, date, amount].join(' | '),
      )
      .sort(),
    onAccount: xero.bankTransactions
      .map(({ contactNumber, accountCode, amount, description }: Json) =>
        [contactNumber, accountCode, amount, description].join(' | '),
      )
      .sort(),
    tracking: xero.trackingCategories
      .map(
        ({ name, status, options }: Json) => `${name} ${status}: ${options.toSorted().join(', ')}`,
      )
      .sort(),
    metadata: metadataOf(stora, xero),
    tombstones: world.stores.links
      .all()
      .filter(({ deletedAt }) => deletedAt !== undefined)
      .map(({ kind, sourceId }) => `${kind} ${sourceId}`),
    documents: world.stores.documents.all().map(listed).sort(),
    gaps: ((await world.stores.sourceStates.get(operatorId))?.gaps ?? []).map(told),
    runs: world.stores.backfills.all().map(({ status, tally }) => ({ status, ...tally })),
    webhooks: [stora.deliverySummary.pending, stora.deliverySummary.failed],
  };
}

/** What was missed; who had to begin anew counted it later. */
function told({ countedAt: _countedAt, ...gap }: Gap): Omit<Gap, 'countedAt'> {
  return gap;
}

/** A row of the operator's list of documents. */
function listed(row: DocumentRow): string {
  const { kind, number, status, paidMinor, dueMinor, isParked } = row;
  const isThere = row.targetId !== undefined;
  const there = [isThere, row.postedTotalMinor, row.postedPaidMinor, row.isPostedVoid];
  return JSON.stringify([kind, number, status, paidMinor, dueMinor, isParked, ...there]);
}

function documentOf(document: Json): string {
  const { number, status, reference, contactNumber, date, dueDate, total, totalTax } = document;
  const { amountPaid, amountCredited, amountDue, lines } = document;
  const notes = document.history
    .map(({ details }: Json) => String(details))
    .filter((details: string) => details.startsWith('Posted by Rollerdoor'));
  const head = [number, status, reference, contactNumber, date, dueDate, total, totalTax];
  const sums = [amountPaid, amountCredited, amountDue];
  return JSON.stringify([...head, ...sums, lines, notes]);
}

/** What was billed, paid and is left, whatever the number of payments. */
export async function readSums(world: BooksWorld): Promise<Record<string, string>> {
  const { invoices } = await world.xeroState();
  return Object.fromEntries(
    invoices.map(({ number, status, total, amountPaid, amountDue }: Json) => [
      number,
      `${status} ${total} paid ${amountPaid} due ${amountDue}`,
    ]),
  );
}

/** Per customer what stands there of ours, as the name of the contact to which it leads. */
function metadataOf(stora: Json, xero: Json): string[] {
  const names = new Map(xero.contacts.map((one: Json) => [one.contactId, one.contactNumber]));
  return stora.contacts.map((contact: Json) => {
    const { 'rollerdoor:xero': ours, ...others } = contact.metadata;
    return `${contact.id}: ${names.get(ours) ?? ours} ${JSON.stringify(others)}`;
  });
}

/** Each write once, however it was grouped into entries and however often it was tried. */
export function auditOf(world: BooksWorld): string[] {
  const writes = world.stores.activities.all().flatMap(({ type, detail }) => {
    const names = String(detail.writes ?? detail.category ?? detail.option).split(', ');
    return names.map((name) =>
      [type, detail.kind, detail.sourceId, name].filter(Boolean).join(' '),
    );
  });
  return [...new Set(writes)].sort();
}

/** Sentences on the operator's timeline and how often each stands there. */
export async function readTimeline(world: BooksWorld): Promise<Map<string, number>> {
  const { timelineEvents } = await world.storaState();
  const counts = new Map<string, number>();
  for (const { description } of timelineEvents) {
    for (const sentence of String(description).split(/(?<=\.) /)) {
      counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
    }
  }
  return counts;
}

/** What must not be left behind by any run. */
export async function leftovers(world: BooksWorld): Promise<string[]> {
  const issues = await world.stores.issues.list(operatorId);
  const links = world.stores.links.all();
  return [
    ...issues.map(
      ({ cause, kind, sourceId }) => `an issue is left: ${cause} of ${kind} ${sourceId}`,
    ),
    ...links
      .filter(({ owed }) => owed.length > 0)
      .map(({ kind, sourceId, owed }) => `${kind} ${sourceId} still owes ${JSON.stringify(owed)}`),
    ...links.flatMap(({ kind, sourceId, effects }) =>
      Object.entries(effects)
        // A definite no, or what was only found there, is no write of ours.
        .filter(([, { state, sentAtEpochMs }]) => state !== 'rejected' && sentAtEpochMs > 0)
        .filter(([, { state, isAudited }]) => state !== 'done' || !isAudited)
        .map(
          ([name, { state }]) => `${name} of ${kind} ${sourceId} is ${state} and not in the audit`,
        ),
    ),
    ...world.stores.aside.all().map(({ message }) => `${message.eventType} stands aside`),
    ...world.stores.aside.allMarks().map(({ queue }) => `a mark of ${queue} is left`),
    ...world.stores.backfills
      .all()
      .filter((run) => !isOver(run))
      .map(({ status, step }) => `the run is ${status} at step ${step}`),
    ...((await world.stores.nights.get(operatorId, 'xero'))?.status === 'running'
      ? ['a night is under way']
      : []),
    ...(world.nightQueue.isEmpty() ? [] : ['steps of a night are left on the queue']),
    ...(world.pages.isEmpty() ? [] : ['pages are left on the queue']),
    ...(world.changes.isEmpty() ? [] : ['changes are left on the queue']),
    ...(world.writeBacks.isEmpty() ? [] : ['write-backs are left on the queue']),
  ];
}
