// SPEC.md I12
import type { Book, Contact, LedgerDocument } from '../../../infra/local/vendors/xero/core/book.ts';
import type { RecordKind } from '../../../shared/contracts/ids.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { type ClosingNote, closingOf } from './closing-notes.ts';
import { notesOf, repairedOn } from './i02-one-effect.ts';
import { booksOf, isImported, sourceIdOf } from './ledger-books.ts';
import { viewOf } from './run-view.ts';
import { storaOperator } from './source-states.ts';
import { untoldSwitches } from './while-switched-off.ts';
import { isApplied, ledgerWritesOf, text } from './writes.ts';

export const audited: Invariant = {
  id: 'I12',
  title: 'Each external write stands in the activities exactly once, and nothing else does',
  check: (run) => [
    ...untoldSwitches(run),
    ...run.operatorIds.flatMap((operatorId) => {
      const entries = entriesOf(run, operatorId);
      const made = [...ledgerEffects(run, operatorId), ...sourceEffects(run, operatorId)];
      return [
        ...made.flatMap((effect) => auditProblem(run, effect, entries.get(nameOf(effect)) ?? 0)),
        ...phantoms(made, entries),
        ...changeProblems(run, operatorId, entries),
        ...trackingProblems(run, operatorId),
      ];
    }),
  ],
};

/** One effect that stands in a vendor's books. */
interface Effect {
  operatorId: string;
  kind: RecordKind;
  sourceId: string;
  write: string;
  /** Repeats change nothing and are no effects of their own: one entry or more. */
  isRepeatable?: boolean;
}

function nameOf({ kind, sourceId, write }: Pick<Effect, 'kind' | 'sourceId' | 'write'>): string {
  return `${kind} ${sourceId} ${write}`;
}

function auditProblem(run: FinishedRun, effect: Effect, count: number): string[] {
  if (count === 1 || (count > 1 && effect.isRepeatable)) return [];
  if (count > 1) return [`${nameOf(effect)} stands there ${count} times`];
  return isExcused(run, effect) ? [] : [`${nameOf(effect)} stands nowhere`];
}

/**
 * Nobody is left to tell of it: the connection was ended, or the note was given up unanswered. Or it
 * is not settled yet whether it happened, and the record waits for a person.
 */
function isExcused(run: FinishedRun, { operatorId, kind, sourceId, write }: Effect): boolean {
  const view = viewOf(run);
  const isOfRecord = (each: { operatorId: string; kind: RecordKind; sourceId: string }) =>
    each.operatorId === operatorId && each.kind === kind && each.sourceId === sourceId;
  const link = run.links.find(isOfRecord);
  // Of a contact that was deleted before anybody noted the answer nothing is left to be told.
  if (link?.deletedAt !== undefined && isLostOnDeletion(link, write)) return true;
  const isUnsettled = link?.effects[write]?.state !== 'done';
  if (isUnsettled && run.issues.some(isOfRecord)) return true;
  if (view.wasDisconnected(operatorId, { from: 0, to: Number.POSITIVE_INFINITY })) return true;
  return (
    write.startsWith('timeline:') &&
    view
      .of('logged')
      .some((line) => line.text.includes('timeline_note.given_up') && line.text.includes(sourceId))
  );
}

/**
 * A change cannot be looked up: what was sent is not kept, and the source shows it no more. The number for
 * a contact from before can.
 */
function isLostOnDeletion({ effects }: Link, write: string): boolean {
  if (write === 'metadata') return true;
  const isOpenChange = ([name, { state }]: [string, { state: string }]) =>
    /^update:(?!claim:)/.test(name) && (state === 'sending' || state === 'failed');
  return write === 'update' && Object.entries(effects).some(isOpenChange);
}

/** How often each write is named. */
function entriesOf(run: FinishedRun, operatorId: string): Map<string, number> {
  const entries = new Map<string, number>();
  for (const activity of run.activities) {
    const { kind, sourceId, writes } = activity.detail;
    if (activity.operatorId !== operatorId || typeof writes !== 'string') continue;
    for (const write of writes.split(', ')) {
      const name = `${kind} ${sourceId} ${write}`;
      entries.set(name, (entries.get(name) ?? 0) + 1);
    }
  }
  return entries;
}

function phantoms(made: Effect[], entries: Map<string, number>): string[] {
  const known = new Set(made.map(nameOf));
  // How often a document was changed is compared by itself, as the entries name contents.
  return [...entries.keys()]
    .filter((name) => !known.has(name) && !/ (merged|amend):/.test(name))
    .map((name) => `${name} stands there and never happened`);
}

function ledgerEffects(run: FinishedRun, operatorId: string): Effect[] {
  const sent = new Set(
    ledgerWritesOf(run).map(({ what, element }) =>
      what === 'create_contact' ? text(element.ContactNumber) : text(element.Reference),
    ),
  );
  sent.delete('');
  return booksOf(run, operatorId).flatMap((book) => [
    ...documentEffects(book, operatorId, sent),
    ...settlementEffects(book, operatorId),
    ...allocationEffects(run, book, operatorId),
    ...contactEffects(run, operatorId, { book, sent }),
  ]);
}

function documentEffects(book: Book, operatorId: string, sent: Set<string>): Effect[] {
  return [...book.documents.values()].flatMap((document) => {
    if (isImported(document)) return importEffects(book, document, operatorId);
    if (!sent.has(document.reference)) return [];
    const closing = closingOf(document);
    if (closing !== undefined) return closingEffects(operatorId, closing, document.status);
    const kind = document.kind === 'creditNote' ? 'credit_note' : 'invoice';
    const own = { operatorId, kind, sourceId: document.reference } as const;
    const records = book.history.get(document.id) ?? [];
    const hasNote = records.some(({ details }) => details.startsWith('Posted by Rollerdoor'));
    return [
      { ...own, write: 'create' },
      ...(hasNote ? [{ ...own, write: 'history' }] : []),
      ...repairNotes(book, document, own),
      // A draft that is voided at the source is deleted.
      ...(isGone(document.status) ? [{ ...own, write: 'void' }] : []),
    ];
  });
}

/** What stands there from a file is not created by us, but it may be voided. */
function importEffects(book: Book, document: LedgerDocument, operatorId: string): Effect[] {
  const own = { operatorId, kind: 'invoice', sourceId: sourceIdOf(document) } as const;
  const notes = repairNotes(book, document, own);
  return isGone(document.status) ? [...notes, { ...own, write: 'void' }] : notes;
}

/** One for each day on which a night brought it in step. */
function repairNotes(
  book: Book,
  { id }: LedgerDocument,
  own: Pick<Effect, 'operatorId' | 'kind' | 'sourceId'>,
): Effect[] {
  const days = (book.history.get(id) ?? []).flatMap(({ details }) => repairedOn(details) ?? []);
  return [...new Set(days)].map((day) => ({ ...own, write: `history-repaired:${day}` }));
}

/** They are written for the invoice that they close. */
function closingEffects(operatorId: string, closing: ClosingNote, status: string): Effect[] {
  const { invoiceId: sourceId, purpose, round } = closing;
  const own = { operatorId, kind: 'invoice', sourceId } as const;
  const made = purpose === 'void' ? 'void-credit' : 'write-off';
  return [
    { ...own, write: `closing-${made}:${round}` },
    ...(isGone(status) ? [{ ...own, write: `closing-void-note:${round}` }] : []),
  ];
}

function isGone(status: string): boolean {
  return status === 'VOIDED' || status === 'DELETED';
}

function settlementEffects(book: Book, operatorId: string): Effect[] {
  const payments = [...book.payments.values()].flatMap(({ reference }): Effect[] => {
    const [sourceId = '', sum] = reference.split(':');
    if (sum === undefined) return [];
    return sourceId.startsWith('cred_')
      ? [{ operatorId, kind: 'credit_note', sourceId, write: `refund:${sum}` }]
      : [{ operatorId, kind: 'invoice', sourceId, write: `payment:${sum}` }];
  });
  const more = [...book.bankTransactions.values()].flatMap(({ description }): Effect[] => {
    const [, sourceId = '', sum = ''] = /\[(inv_\w+):(\d+)\]$/.exec(description) ?? [];
    return [{ operatorId, kind: 'invoice', sourceId, write: `overpayment:${sum}` }];
  });
  return [...payments, ...more];
}

/** What closes an invoice may be taken off it again, so that only the calls show that it stood there. */
function allocationEffects(run: FinishedRun, book: Book, operatorId: string): Effect[] {
  const notes = storaOperator(run, operatorId)?.tables.creditNotes;
  const standing = [...book.allocations.values()].flatMap(
    ({ creditNoteId, invoiceId }): Effect[] => {
      const sourceId = book.documents.get(creditNoteId)?.reference ?? '';
      if (closingOf({ reference: sourceId }) !== undefined) return [];
      const lowered = book.documents.get(invoiceId);
      const invoice = lowered === undefined ? '' : sourceIdOf(lowered);
      const isOwn = notes?.get(sourceId)?.invoice.id === invoice;
      const write = isOwn ? 'allocation' : `allocation:${invoice}`;
      return [{ operatorId, kind: 'credit_note', sourceId, write }];
    },
  );
  return [...standing, ...closingSteps(run, book, operatorId)];
}

function closingSteps(run: FinishedRun, book: Book, operatorId: string): Effect[] {
  const removed = new Set(
    viewOf(run).apiCalls.flatMap(({ method, path, ...call }) => {
      const [, id = ''] = /\/CreditNotes\/([^/?]+)\/Allocations\//.exec(path) ?? [];
      return method === 'DELETE' && isApplied({ ...call, method, path }) ? [id] : [];
    }),
  );
  return [...book.documents.values()].flatMap((document): Effect[] => {
    const closing = closingOf(document);
    if (closing === undefined) return [];
    const own = { operatorId, kind: 'invoice', sourceId: closing.invoiceId } as const;
    const isSet = historyOf(book, document.id, 'Credit applied').length > 0;
    return [
      ...(isSet ? [{ ...own, write: `closing-set:${closing.round}` }] : []),
      ...(removed.has(document.id) ? [{ ...own, write: `closing-unset:${closing.round}` }] : []),
    ];
  });
}

/** When the vendor itself says that this was done to a document. */
function historyOf(book: Book, documentId: string, changes: string): number[] {
  const records = book.history.get(documentId) ?? [];
  return records.flatMap((record) => (record.changes === changes ? [record.atEpochMs] : []));
}

/** Each change of a document is told of once: as many entries as contents that were written to it in turn. */
function changeProblems(
  run: FinishedRun,
  operatorId: string,
  entries: Map<string, number>,
): string[] {
  const contents = contentsWritten(run, operatorId);
  const told = Map.groupBy(
    [...entries].filter(([name]) => name.includes(' amend:')),
    ([name]) => name.split(' ')[1] ?? '',
  );
  return [...new Set([...contents.keys(), ...told.keys()])].flatMap((sourceId) => {
    const own = told.get(sourceId) ?? [];
    const times = own.reduce((sum, [, count]) => sum + count, 0);
    const due = contents.get(sourceId)?.length ?? 0;
    const effect = { operatorId, kind: 'invoice', sourceId, write: 'amend' } as const;
    if (times === due || (times < due && isExcused(run, effect))) return [];
    return [`invoice ${sourceId} was changed ${due} times, told of ${times}`];
  });
}

/** By invoice, without what was written once more. */
function contentsWritten(run: FinishedRun, operatorId: string): Map<string, string[]> {
  const books = booksOf(run, operatorId);
  const contents = new Map<string, string[]>();
  for (const { what, call, element, targetId = '' } of ledgerWritesOf(run)) {
    const book = books.find(({ documents }) => documents.has(targetId));
    const sourceId = book?.documents.get(targetId)?.reference;
    if (what !== 'amend' || book === undefined || sourceId === undefined) continue;
    if (!historyOf(book, targetId, 'Edited').includes(call.atEpochMs)) continue;
    const known = contents.get(sourceId) ?? [];
    const content = JSON.stringify(element.LineItems);
    if (known.at(-1) !== content) contents.set(sourceId, [...known, content]);
  }
  return contents;
}

function contactEffects(
  run: FinishedRun,
  operatorId: string,
  { book, sent }: { book: Book; sent: Set<string> },
): Effect[] {
  const owners = new Map(
    run.links.flatMap((link) =>
      link.operatorId === operatorId && link.kind === 'contact' && !isReverse(link)
        ? [[link.targetId, link.sourceId] as const]
        : [],
    ),
  );
  // The number is left out where the contact has it already.
  const updated = new Set(
    ledgerWritesOf(run).flatMap(({ what, call, element, targetId }) =>
      what === 'update_contact' && call.operatorId === operatorId && call.status === 200
        ? [text(element.ContactNumber) || (owners.get(targetId) ?? '')]
        : [],
    ),
  );
  const contacts = [...book.contacts.values()];
  const created = contacts.filter(
    ({ contactNumber = '', details }) => sent.has(contactNumber) && !isByHand(details),
  );
  const numbers = new Set(contacts.map(({ contactNumber }) => contactNumber));
  return [
    ...created.map(({ contactNumber: sourceId = '' }) => ({
      operatorId,
      kind: 'contact' as const,
      sourceId,
      write: 'create',
    })),
    ...[...updated]
      .filter(
        (sourceId) => sourceId !== '' && (numbers.has(sourceId) || hasOwner(owners, sourceId)),
      )
      .map((sourceId) => ({
        operatorId,
        kind: 'contact' as const,
        sourceId,
        write: 'update',
        isRepeatable: true,
      })),
  ];
}

/** Tells which customer holds a contact; it is of no record of the source. */
function isReverse({ sourceId }: Link): boolean {
  return sourceId.startsWith('held:');
}

function isByHand({ accountNumber }: Contact['details']): boolean {
  return accountNumber !== undefined;
}

function hasOwner(owners: Map<string | undefined, string>, sourceId: string): boolean {
  return [...owners.values()].includes(sourceId);
}

function sourceEffects(run: FinishedRun, operatorId: string): Effect[] {
  const tables = storaOperator(run, operatorId)?.tables;
  const patched = viewOf(run).apiCalls.flatMap((call) => {
    const id = /^\/2025-09\/contacts\/(con_[0-9a-f]+)$/.exec(call.path)?.[1];
    const isOwn = call.operatorId === operatorId && call.method === 'PATCH';
    return isOwn && id !== undefined && isApplied(call) ? [id] : [];
  });
  const contacts = [...new Set(patched)].map((sourceId) => ({
    operatorId,
    kind: 'contact' as const,
    sourceId,
    write: 'metadata',
    isRepeatable: true,
  }));
  const owners = new Map(
    run.links.flatMap((link) =>
      link.operatorId === operatorId && link.targetId !== undefined ? [[link.targetId, link]] : [],
    ),
  );
  const notes = new Set(
    [...(tables?.timelineEvents.values() ?? [])].flatMap(({ external }) => notesOf(external?.id)),
  );
  const events = [...notes].flatMap((noted) => {
    const [targetId = '', note] = noted.split('#');
    const link = owners.get(targetId);
    return link === undefined
      ? []
      : [{ operatorId, kind: link.kind, sourceId: link.sourceId, write: `timeline:${note}` }];
  });
  return [...contacts, ...events];
}

/** Categories and options that we made for sites. */
function trackingProblems(run: FinishedRun, operatorId: string): string[] {
  const told = run.activities.filter(
    (activity) => activity.operatorId === operatorId && activity.type === 'tracking.created',
  );
  const asked = viewOf(run).apiCalls.filter(
    (call) =>
      call.operatorId === operatorId &&
      call.method === 'PUT' &&
      /\/TrackingCategories/.test(call.path),
  );
  const made = Map.groupBy(
    asked.filter((call) => call.status === 200 || call.isApplied === true),
    (call) => text((JSON.parse(call.body) as { Name?: string }).Name),
  );
  return [...made].flatMap(([name, calls]) => {
    // What a person deleted is made once more, under a key of its own.
    const times = new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size;
    const count = told.filter(
      ({ detail }) => detail.category === name || detail.option === name,
    ).length;
    if (
      (count >= 1 && count <= times) ||
      isExcused(run, { operatorId, kind: 'contact', sourceId: '', write: '' })
    )
      return [];
    return [`tracking ${name} stands there ${count} times`];
  });
}
