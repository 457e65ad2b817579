// SPEC.md I12
import type { Book, Contact } from '../../../infra/local/vendors/xero/core/book.ts';
import type { RecordKind } from '../../../shared/contracts/ids.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { notesOf } from './i02-one-effect.ts';
import { booksOf } from './ledger-books.ts';
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
  return [...entries.keys()]
    .filter((name) => !known.has(name) && !/ merged:/.test(name))
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
    ...settlementEffects(run, book, operatorId),
    ...contactEffects(run, operatorId, { book, sent }),
  ]);
}

function documentEffects(book: Book, operatorId: string, sent: Set<string>): Effect[] {
  return [...book.documents.values()].flatMap((document) => {
    if (!sent.has(document.reference)) return [];
    const kind = document.kind === 'creditNote' ? 'credit_note' : 'invoice';
    const own = { operatorId, kind, sourceId: document.reference } as const;
    const records = book.history.get(document.id) ?? [];
    const hasNote = records.some(({ details }) => details.startsWith('Posted by Rollerdoor'));
    return [
      { ...own, write: 'create' },
      ...(hasNote ? [{ ...own, write: 'history' }] : []),
      // A draft that is voided at the source is deleted.
      ...(isGone(document.status) ? [{ ...own, write: 'void' }] : []),
    ];
  });
}

function isGone(status: string): boolean {
  return status === 'VOIDED' || status === 'DELETED';
}

function settlementEffects(run: FinishedRun, book: Book, operatorId: string): Effect[] {
  const notes = storaOperator(run, operatorId)?.tables.creditNotes;
  const payments = [...book.payments.values()].flatMap(({ reference }): Effect[] => {
    const [sourceId = '', sum] = reference.split(':');
    if (sum === undefined) return [];
    return sourceId.startsWith('cred_')
      ? [{ operatorId, kind: 'credit_note', sourceId, write: `refund:${sum}` }]
      : [{ operatorId, kind: 'invoice', sourceId, write: `payment:${sum}` }];
  });
  const allocations = [...book.allocations.values()].map(({ creditNoteId, invoiceId }): Effect => {
    const sourceId = book.documents.get(creditNoteId)?.reference ?? '';
    const invoice = book.documents.get(invoiceId)?.reference ?? '';
    const isOwn = notes?.get(sourceId)?.invoice.id === invoice;
    const write = isOwn ? 'allocation' : `allocation:${invoice}`;
    return { operatorId, kind: 'credit_note', sourceId, write };
  });
  return [...payments, ...allocations];
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
