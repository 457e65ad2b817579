// SPEC.md I2
import type { Book } from '../../../infra/local/vendors/xero/core/book.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { movedSuffix } from '../world/words.ts';
import { booksOf } from './ledger-books.ts';
import { type Occurred, type RunView, viewOf } from './run-view.ts';
import { storaOperator } from './source-states.ts';

export const oneEffect: Invariant = {
  id: 'I2',
  title: 'Each effect happens at most once',
  check: (run) =>
    run.operatorIds.flatMap((operatorId) => [
      ...booksOf(run, operatorId).flatMap(doublesIn),
      ...timelineDoubles(run, operatorId),
    ]),
};

function doublesIn(book: Book): string[] {
  const documents = [...book.documents.values()].filter(({ status }) => status !== 'DELETED');
  const ours = documents.filter(({ reference }) => isSourceId(reference));
  const payments = [...book.payments.values()].filter(({ reference }) => reference.includes(':'));
  const categories = [...book.trackingCategories.values()].filter(isActive);
  return [
    ...doubles('document', ours, (document) => `${document.kind} ${document.reference}`),
    ...doubles('number', ours, (document) => `${document.kind} ${document.number}`),
    ...doubles('contact', [...book.contacts.values()], ({ contactNumber, mergedToContactId }) =>
      mergedToContactId === undefined ? contactNumber : undefined,
    ),
    ...doubles('payment', payments, (payment) => payment.reference),
    ...doubles('money on account', [...book.bankTransactions.values()], (one) => one.description),
    ...doubles(
      'allocation',
      [...book.allocations.values()],
      (allocation) => `${allocation.creditNoteId} to ${allocation.invoiceId}`,
    ),
    ...[...book.history].flatMap(([id, records]) =>
      doubles(
        `history of ${id}`,
        records.filter(({ changes, details }) => changes === 'Voided' || isOurNote(details)),
        (record) => `${record.changes} ${record.details}`,
      ),
    ),
    ...doubles('tracking category', categories, ({ name }) => name.toLowerCase()),
    ...categories.flatMap((category) =>
      // Under whatever name: a site keeps its option.
      doubles('tracking option', category.options.filter(isActive), ({ name }) =>
        name.replace(movedSuffix, '').toLowerCase(),
      ),
    ),
  ];
}

function doubles<T>(what: string, items: readonly T[], nameOf: (item: T) => string | undefined) {
  const counts = new Map<string, number>();
  for (const item of items) {
    const name = nameOf(item);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => `${what} ${name}: ${count} times`);
}

/**
 * A timeline event cannot be looked up. The one allowance: a second event for a note when all tries
 * of that note, but one, that the vendor executed were answered with an error after they were
 * applied, or arrived after their client had given up.
 */
function timelineDoubles(run: FinishedRun, operatorId: string): string[] {
  const events = storaOperator(run, operatorId)?.tables.timelineEvents.values() ?? [];
  const byNote = new Map<string, number>();
  for (const event of events) {
    for (const note of notesOf(event.external?.id)) byNote.set(note, (byNote.get(note) ?? 0) + 1);
  }
  const tries = viewOf(run).own.filter(
    (call) => call.operatorId === operatorId && call.method === 'POST' && isTimeline(call.path),
  );
  return [...byNote].flatMap(([note, count]) => {
    if (count <= 1) return [];
    const clean = cleanKeys(tries, note, viewOf(run));
    if (count === 2 && clean <= 1) return [];
    return [`timeline note ${note}: ${count} times, ${clean} of them answered in time and well`];
  });
}

/** How many different keys got a good answer in time: more than one means that we sent it twice. */
function cleanKeys(tries: ReadonlyArray<Occurred<'arrived'>>, note: string, view: RunView): number {
  const covered = new Set(
    view.of('answered').flatMap(({ callId, fate }) => (fate === 'edge_error' ? [callId] : [])),
  );
  const clean = tries.filter(
    (call) =>
      !call.isLate &&
      !covered.has(call.callId ?? '') &&
      call.status >= 200 &&
      call.status < 300 &&
      notesOf(externalIdIn(call.body)).includes(note),
  );
  return new Set(clean.map((call) => call.idempotencyKey)).size;
}

/** `<document>#posted+payment:500` stands for two notes of one document. */
export function notesOf(externalId: string | null | undefined): string[] {
  const [document, notes] = (externalId ?? '').split('#');
  return notes === undefined ? [] : notes.split('+').map((note) => `${document}#${note}`);
}

export function externalIdIn(body: string): string | undefined {
  const parsed = JSON.parse(body === '' ? '{}' : body) as { external?: { id?: string } };
  return parsed.external?.id;
}

export function isTimeline(path: string): boolean {
  return path.startsWith('/2025-09/timeline/events');
}

function isSourceId(reference: string): boolean {
  return /^(inv|cred)_[0-9a-f]{16}$/.test(reference);
}

function isOurNote(details: string): boolean {
  return details.startsWith('Posted by Rollerdoor') || repairedOn(details) !== undefined;
}

/** The day on which a night found it out of step, of a note that says so. */
export function repairedOn(details: string): string | undefined {
  const form = /brought in step by Rollerdoor, found by the comparison of both on (\S+)\.$/;
  return form.exec(details)?.[1];
}

function isActive(item: { status: string }): boolean {
  return item.status === 'ACTIVE';
}
