import type {
  Contact,
  CreditNote,
  Invoice,
} from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Operator } from '../../../infra/local/vendors/stora/core/world.ts';
import type { RecordKind } from '../../../shared/contracts/ids.ts';
import type { FinishedRun } from '../history.ts';
import { recordKey, viewOf } from './run-view.ts';

export type Resource = Contact | Invoice | CreditNote;

/** One state that a record of the source was in, as its event showed it. */
export interface SourceState<R extends Resource = Resource> {
  eventId: string;
  eventType: string;
  /** As the event says; whole seconds. */
  atEpochMs: number;
  resource: R;
}

/** A record's whole life at the source, oldest state first, the stored one last. */
export interface SourceLife<R extends Resource = Resource> {
  operatorId: string;
  kind: RecordKind;
  sourceId: string;
  states: Array<SourceState<R>>;
  /** As it stands at the end; undefined once deleted. */
  current: R | undefined;
  /**
   * Place of the newest state that has to be in the target: its webhook came in with both ends
   * connected and was taken, and nobody disconnected since. −1: none has to be.
   */
  dueFrom: number;
}

const lives = new WeakMap<FinishedRun, SourceLife[]>();

/** The lives of all contacts, invoices and credit notes that had an event in this run. */
export function sourceLives(run: FinishedRun): SourceLife[] {
  const known = lives.get(run);
  if (known !== undefined) return known;
  const found = readLives(run);
  lives.set(run, found);
  return found;
}

export function livesOf<R extends Resource>(run: FinishedRun, kind: RecordKind): SourceLife<R>[] {
  return sourceLives(run).filter((life) => life.kind === kind) as SourceLife<R>[];
}

/** The states that the target may show at the end. */
export function statesDue<R extends Resource>(life: SourceLife<R>): R[] {
  const due = life.states.slice(Math.max(0, life.dueFrom)).map((state) => state.resource);
  return life.current === undefined ? due : [...due, life.current];
}

/** What of a customer goes into the ledger; our own write-back changes nothing of it. */
export function contactContent(contact: Contact): string {
  const { full_name, email, phone_number, tax_id, company_registration_number, address } = contact;
  return JSON.stringify([
    full_name,
    email,
    phone_number,
    tax_id,
    company_registration_number,
    address,
  ]);
}

/** Every state of a customer that an event ever showed, those inside of documents as well. */
export function contactSnapshots(run: FinishedRun, sourceId: string): Contact[] {
  const known = snapshots.get(run) ?? readSnapshots(run);
  snapshots.set(run, known);
  return known.get(sourceId) ?? [];
}

const snapshots = new WeakMap<FinishedRun, Map<string, Contact[]>>();

function readSnapshots(run: FinishedRun): Map<string, Contact[]> {
  const found = new Map<string, Contact[]>();
  for (const { resource } of sourceLives(run).flatMap(({ states }) => states)) {
    const contact = 'contact' in resource ? resource.contact : resource;
    if ('updated_at' in contact) {
      const full = contact as Contact;
      found.set(full.id, [...(found.get(full.id) ?? []), full]);
    }
  }
  return found;
}

export function storaOperator(run: FinishedRun, operatorId: string): Operator | undefined {
  const [slug = ''] = run.accounts[operatorId]?.stora ?? [];
  return run.stora.world.operators.get(slug);
}

function readLives(run: FinishedRun): SourceLife[] {
  const operators = new Map(
    run.operatorIds.map((id) => [run.accounts[id]?.stora[0] ?? '', id] as const),
  );
  const found = new Map<string, SourceLife>();
  for (const event of run.stora.world.webhooks.events) {
    const operatorId = operators.get(event.operatorSlug);
    const kind = kindOf(event.type);
    if (operatorId === undefined || kind === undefined) continue;
    const resource = event.data[kind] as unknown as Resource;
    const life = found.get(resource.id) ?? emptyLife(run, { operatorId, kind, id: resource.id });
    life.states.push({
      eventId: event.id,
      eventType: event.type,
      atEpochMs: Date.parse(event.created_at),
      resource,
    });
    found.set(resource.id, life);
  }
  markDue(run, [...found.values()]);
  return [...found.values()];
}

function kindOf(eventType: string): RecordKind | undefined {
  const [prefix] = eventType.split('.');
  return prefix === 'contact' || prefix === 'invoice' || prefix === 'credit_note'
    ? prefix
    : undefined;
}

function emptyLife(
  run: FinishedRun,
  { operatorId, kind, id }: { operatorId: string; kind: RecordKind; id: string },
): SourceLife {
  const tables = storaOperator(run, operatorId)?.tables;
  const table = {
    ...{ contact: tables?.contacts, invoice: tables?.invoices, credit_note: tables?.creditNotes },
    // The plans of the simulation have no sales yet.
    ...{ deal: undefined, order: undefined, tenancy: undefined },
  };
  const current = table[kind]?.get(id) as Resource;
  return { operatorId, kind, sourceId: id, states: [], current, dueFrom: -1 };
}

function markDue(run: FinishedRun, found: SourceLife[]): void {
  const view = viewOf(run);
  const taken = new Set<string>();
  const occurred = new Map(
    found.flatMap(({ states }) => states.map((state) => [state.eventId, state.atEpochMs])),
  );
  for (const { operatorId, eventId, status, arrivedAt } of view.of('webhook')) {
    const { seq } = arrivedAt;
    const isTaken = status >= 200 && status < 300;
    const isLive = view.isReceivingAt(operatorId, seq, occurred.get(eventId) ?? 0);
    const isCutOff = view.wasDisconnected(operatorId, { from: seq, to: Number.POSITIVE_INFINITY });
    if (isTaken && isLive && !isCutOff) taken.add(eventId);
  }
  for (const life of found) {
    for (const state of life.states)
      if (isDueByReading(run, life, state) || isDueByNight(run, life, state))
        taken.add(state.eventId);
  }
  for (const life of found)
    life.dueFrom = life.states.findLastIndex((state) => taken.has(state.eventId));
}

/** Lists are read once an hour, and what they show is applied soon after. */
const readEveryMs = 70 * 60_000;

/** No event tells of it where the source does not know the name: lists do, unless it is a deletion. */
function isDueByReading(run: FinishedRun, life: SourceLife, state: SourceState): boolean {
  const { eventType, atEpochMs } = state;
  const { absent } = run.stora.settings;
  if (!absent.eventTypes.includes(eventType) || eventType === 'contact.deleted') return false;
  if (run.endedAtEpochMs - atEpochMs < readEveryMs) return false;
  return isServedAt(run, life, atEpochMs) && isFollowed(run, life, state);
}

/** Whatever became of its event, the last night finds it; a deletion stands in no list. */
function isDueByNight(run: FinishedRun, life: SourceLife, state: SourceState): boolean {
  if (state.eventType === 'contact.deleted' || !hasLastNight(run, life.operatorId)) return false;
  if (life.kind === 'contact') return isNewsOfLinked(run, life, state);
  return isServedAt(run, life, state.atEpochMs) && isFollowed(run, life, state);
}

/** Customers come into the ledger with their documents, and whoever stands there already keeps the details. */
function isNewsOfLinked(run: FinishedRun, life: SourceLife, state: SourceState): boolean {
  const { operatorId, kind, sourceId, states } = life;
  const key = recordKey({ operatorId, target: 'xero', kind, sourceId });
  const linked = viewOf(run)
    .linkSaves.get(key)
    ?.find(({ after }) => after.targetId !== undefined);
  if (linked === undefined || linked.atEpochMs + 1_000 > state.atEpochMs) return false;
  const before = states[states.indexOf(state) - 1]?.resource as Contact | undefined;
  const now = state.resource as Contact;
  const isNews = before !== undefined && contactContent(before) !== contactContent(now);
  return isNews && isServedAt(run, life, state.atEpochMs);
}

function hasLastNight(run: FinishedRun, operatorId: string): boolean {
  return run.nights.some((night) => night.operatorId === operatorId && night.status === 'done');
}

/**
 * Of what came about while nothing reached us, and that we know nothing of, a list cannot tell whether it
 * is to be taken up: a document bears no time of its last change. To take it up would be a backfill, which
 * nobody asked for.
 */
function isFollowed(run: FinishedRun, life: SourceLife, state: SourceState): boolean {
  const { operatorId, kind, sourceId } = life;
  const link = run.links.find(
    (each) => each.operatorId === operatorId && each.kind === kind && each.sourceId === sourceId,
  );
  if (link?.version !== undefined || link?.judgedVersion !== undefined) return true;
  const { resource, atEpochMs } = state;
  if (kind === 'contact') return isHeardAt(run, life, atEpochMs);
  const { created_at } = resource;
  const issuedAt = 'finalized_at' in resource ? (resource.finalized_at ?? created_at) : created_at;
  const issuedEpochMs = Date.parse(issuedAt);
  return isServedAt(run, life, issuedEpochMs) && isHeardAt(run, life, issuedEpochMs);
}

/** Both ends were connected at that instant, and nobody disconnected since. */
function isServedAt(run: FinishedRun, { operatorId }: SourceLife, atEpochMs: number): boolean {
  const view = viewOf(run);
  const seq = seqAfter(run, atEpochMs);
  return (
    view.isReceivingAt(operatorId, seq, atEpochMs) &&
    !view.wasDisconnected(operatorId, { from: seq, to: Number.POSITIVE_INFINITY })
  );
}

/** From a disconnect on nothing reaches us until an endpoint of ours stands there again. */
function isHeardAt(run: FinishedRun, { operatorId }: SourceLife, atEpochMs: number): boolean {
  return viewOf(run).isHeardAt(operatorId, seqAfter(run, atEpochMs) - 1);
}

function seqAfter(run: FinishedRun, atEpochMs: number): number {
  return run.history.find((entry) => entry.atEpochMs > atEpochMs)?.seq ?? 0;
}
