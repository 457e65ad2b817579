// SPEC.md I6
import type {
  Contact,
  CreditNote,
  Invoice,
} from '../../../infra/local/vendors/stora/core/resources.ts';
import type { BackfillRun } from '../../../shared/contracts/backfill-run.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import type {
  ChangeMessage,
  ChangesQueueMessage,
  PageMessage,
  WriteBackMessage,
} from '../../../shared/contracts/messages.ts';
import type { Owed } from '../../../shared/contracts/owed.ts';
import type { FinishedRun, Invariant, QueueName } from '../history.ts';
import { AsideHistory, passedBy } from './aside-in.ts';
import { type Settlement, settingsOf } from './ledger-settings.ts';
import { type Occurred, type RunView, recordKey, viewOf } from './run-view.ts';
import { contactContent, contactSnapshots, livesOf } from './source-states.ts';

export const ackedIsJournaled: Invariant = {
  id: 'I6',
  title: 'A message is acknowledged only when its effects are journaled or its record is parked',
  check: (run) => {
    const view = viewOf(run);
    const aside = new AsideHistory(view);
    const sent = new Map(view.of('sent').map((message) => [message.messageId, message]));
    const acked = view.of('acked').flatMap((ack) => {
      const message = sent.get(ack.messageId);
      if (message === undefined) return [`message ${ack.messageId} was acked and never sent`];
      const problem = problems[ack.queue](run, { ack, message, view, aside });
      return problem === undefined ? [] : [`acked at ${ack.seq}: ${problem}`];
    });
    return [...acked, ...takenAwayTooSoon(run, { view, aside }), ...passedBy(view, aside)];
  },
};

interface Acked {
  ack: Pick<Occurred<'acked'>, 'seq' | 'atEpochMs' | 'messageId'>;
  message: Occurred<'sent'>;
  view: RunView;
  aside: AsideHistory;
}

const problems: Record<QueueName, (run: FinishedRun, acked: Acked) => string | undefined> = {
  'changes-xero': changeProblem,
  'write-backs': (_, acked) => debtProblem(acked),
  // The sweep asks again every 5 minutes, so that this message may be dropped at any time.
  'token-refreshes': () => undefined,
  // What a page is for stands on the run, and the sweep asks for one that does not move (I17).
  pages: () => undefined,
  // The same of a step of a night (I21).
  nights: () => undefined,
};

function changeProblem(run: FinishedRun, acked: Acked): string | undefined {
  const { ack, message, aside } = acked;
  const change = JSON.parse(message.body) as ChangesQueueMessage;
  // The sweep asks again for what stands aside, so that this message may be dropped at any time.
  if ('asks' in change || aside.wasPut(change.eventId, ack.seq)) return undefined;
  return problemOf(run, acked, change);
}

/** What is taken away from what stood aside has come to an end, as if it were acknowledged then. */
function takenAwayTooSoon(
  run: FinishedRun,
  { view, aside }: Pick<Acked, 'view' | 'aside'>,
): string[] {
  if (aside.removals.length === 0) return [];
  const changesSent = view.of('sent').filter(({ queue }) => queue === 'changes-xero');
  const byEvent = new Map(
    changesSent.map((message) => [eventIn(message.body), message] as const).reverse(),
  );
  return aside.removals.flatMap(({ seq, atEpochMs, changes }) =>
    changes.flatMap((change) => {
      const message = byEvent.get(change.eventId);
      if (message === undefined) return [`${change.eventId} stood aside and was never sent`];
      const ack = { seq, atEpochMs, messageId: message.messageId };
      const problem = problemOf(run, { ack, message, view, aside }, change);
      return problem === undefined ? [] : [`taken away at ${seq}: ${problem}`];
    }),
  );
}

function eventIn(body: string): string | undefined {
  const change = JSON.parse(body) as ChangesQueueMessage;
  return 'asks' in change ? undefined : change.eventId;
}

function problemOf(run: FinishedRun, acked: Acked, change: ChangeMessage): string | undefined {
  const { ack, view } = acked;
  const key = recordKey(change);
  if (!isLive(acked, change)) return undefined;
  if (view.issueAt(key, ack.seq) !== undefined) return undefined;
  const link = view.linkAt(key, ack.seq);
  if (link?.deletedAt !== undefined) return undefined;
  if (link?.targetId === undefined && wasVoided(run, change.sourceId, ack.atEpochMs))
    return undefined;
  const missing = missingOf(run, change, link);
  return missing === undefined || isReplaced(acked, change, link)
    ? undefined
    : `${change.eventType} of ${change.sourceId}, neither parked nor done: ${missing}`;
}

/**
 * The link tells of a later state that was judged and whose worker died before it raised the issue: the
 * message that brought it still waits, and its own acknowledgement is looked at in turn.
 */
function isReplaced(
  { ack, view, aside }: Acked,
  change: ChangeMessage,
  link: Link | undefined,
): boolean {
  const judgedAt = Date.parse(link?.judgedVersion?.at ?? '');
  if (change.resource === undefined || !(judgedAt >= timeOf(change))) return false;
  if (isOfWalk(view, change, ack.seq)) return true;
  const ended = new Set(
    view.of('acked').flatMap(({ messageId, seq }) => (seq <= ack.seq ? [messageId] : [])),
  );
  return view.of('sent').some(({ queue, messageId, seq, body }) => {
    if (queue !== 'changes-xero' || seq > ack.seq) return false;
    const waiting = JSON.parse(body) as ChangesQueueMessage;
    if ('asks' in waiting) return false;
    if (ended.has(messageId) && !aside.stands(waiting.eventId, ack.seq)) return false;
    const isOfRecord = recordKey(waiting) === recordKey(change);
    return isOfRecord && waiting.resource !== undefined && timeOf(waiting) === judgedAt;
  });
}

/**
 * A run over earlier documents took that state down, and goes on until it is posted or parked (I17):
 * paused or called off, too, it ends what it began as long as its page is asked for.
 */
function isOfWalk(view: RunView, change: ChangeMessage, seq: number): boolean {
  const saves = view.linkSaves.get(recordKey(change)) ?? [];
  const standing = saves.findLast((save) => save.seq <= seq)?.after.judgedVersion?.at;
  // Whoever saves it later keeps it.
  const judged = saves.find(({ after }) => after.judgedVersion?.at === standing);
  if (judged?.process.startsWith('walk-pages') !== true) return false;
  const run = view
    .of('stored')
    .filter(({ store, method }) => store === 'backfills' && method === 'save')
    .map(({ output, seq: at }) => ({ at, saved: output as BackfillRun | 'conflict' }))
    .findLast(({ at, saved }) => {
      return at <= seq && saved !== 'conflict' && saved.operatorId === change.operatorId;
    })?.saved;
  if (run === undefined || run === 'conflict') return false;
  return run.status === 'running' || isPageWaiting(view, run, seq);
}

function isPageWaiting(view: RunView, { runId, step }: BackfillRun, seq: number): boolean {
  return view.of('sent').some((sent) => {
    if (sent.queue !== 'pages' || sent.seq > seq) return false;
    const page = JSON.parse(sent.body) as PageMessage;
    const isOver = (end: Occurred<'acked' | 'dead'>) =>
      end.messageId === sent.messageId && end.seq <= seq;
    if (page.runId !== runId || page.step !== step) return false;
    return ![...view.of('acked'), ...view.of('dead')].some(isOver);
  });
}

/** When the state of a change came about; a contact says so itself. */
function timeOf({ kind, resource, occurredAt }: ChangeMessage): number {
  return Date.parse(kind === 'contact' ? (resource as Contact).updated_at : occurredAt);
}

/** A later state took its place: voided before it was ever posted, so that nothing is. */
function wasVoided(run: FinishedRun, sourceId: string, atEpochMs: number): boolean {
  const life = livesOf<Invoice>(run, 'invoice').find((each) => each.sourceId === sourceId);
  return (life?.states ?? []).some(
    (state) => state.resource.status === 'void' && state.atEpochMs <= atEpochMs,
  );
}

/** Leftovers of a connection that was ended die, whatever is in them. */
function isLive(
  { ack, message, view }: Acked,
  { operatorId, epoch }: Pick<ChangeMessage, 'operatorId' | 'epoch'>,
): boolean {
  const isOfEnded = view
    .of('disconnected')
    .some(
      (end) =>
        end.operatorId === operatorId &&
        end.provider === 'stora' &&
        end.epoch >= epoch &&
        end.seq < ack.seq,
    );
  return (
    !isOfEnded &&
    !view.wasDisconnected(operatorId, { from: message.seq, to: ack.seq }) &&
    view.isConnectedAt(operatorId, 'stora', ack.seq) &&
    view.isConnectedAt(operatorId, 'xero', ack.seq)
  );
}

function missingOf(
  run: FinishedRun,
  change: ChangeMessage,
  link: Link | undefined,
): string | undefined {
  if (change.eventType === 'contact.deleted') return 'no tombstone';
  const settings = settingsOf(run, change.operatorId);
  if (change.kind === 'invoice')
    return missingOfInvoice(change.resource as Invoice | undefined, link, settings);
  if (change.kind === 'credit_note')
    return missingOfNote(change.resource as CreditNote | undefined, link, settings);
  return missingOfContact(run, change.resource as Contact | undefined, link);
}

function missingOfInvoice(
  invoice: Invoice | undefined,
  link: Link | undefined,
  settings: Settlement,
): string | undefined {
  const isPosted = link?.targetId !== undefined;
  if (invoice?.status === 'draft' || (invoice?.status === 'void' && !isPosted)) return undefined;
  if (!isPosted) return isFormer(link) ? undefined : 'not posted';
  if (link.effects.create?.state !== 'done') return 'its create is not journaled as done';
  if (invoice === undefined) return undefined;
  const isCredited = link.posted?.closing?.purpose === 'void';
  if (invoice.status === 'void')
    return link.posted?.voided || isCredited ? undefined : 'not voided';
  if (!settings.hasPayments || isDraft(link, settings)) return undefined;
  const paidMinor = (link.posted?.paidMinor ?? 0) + (link.posted?.overpaidMinor ?? 0);
  const isEnded = link.posted?.voided === true || isCredited;
  const isPaid = paidMinor >= invoice.amount_paid.amount || isEnded;
  return isPaid ? undefined : `${paidMinor} of ${invoice.amount_paid.amount} paid`;
}

function missingOfNote(
  note: CreditNote | undefined,
  link: Link | undefined,
  settings: Settlement,
): string | undefined {
  if (link?.targetId === undefined) return isFormer(link) ? undefined : 'not posted';
  if (link.posted?.asDraft ?? settings.hasNoteDrafts) return undefined;
  const { hasPayments, isNoteStatusOwn, rest } = settings;
  const isRefunded = Object.entries(link.effects).some(
    ([name, { state }]) => name.startsWith('refund:') && state === 'done',
  );
  if (note?.type === 'post_payment' && rest === 'refund' && hasPayments)
    return isRefunded ? undefined : 'not paid back';
  // What its invoice has no use for, or not yet, stays open.
  const isOpen = note?.type === 'pre_payment' && (link.posted?.allocatedMinor ?? 0) === 0;
  return isOpen && rest !== 'allocate' && !isNoteStatusOwn ? 'not allocated' : undefined;
}

/** Posted as a draft, which takes neither payments nor credits, or while documents are posted so. */
function isDraft({ posted }: Link, { hasDrafts }: Settlement): boolean {
  return posted?.asDraft ?? hasDrafts;
}

/** Posted to a company that was connected before: it is not posted twice. */
function isFormer(link: Link | undefined): boolean {
  return (link?.former ?? []).length > 0;
}

/** The version that is committed has this content, or is a later one. */
function missingOfContact(
  run: FinishedRun,
  contact: Contact | undefined,
  link: Link | undefined,
): string | undefined {
  if (link?.targetId === undefined) return 'not posted';
  if (contact === undefined) return undefined;
  const committedAt = Date.parse(link.version?.at ?? '');
  if (Number.isNaN(committedAt)) return 'no version is committed';
  if (Date.parse(contact.updated_at) <= committedAt) return undefined;
  const committed = contactSnapshots(run, contact.id).filter(
    (snapshot) => Date.parse(snapshot.updated_at) === committedAt,
  );
  const isEcho = committed.some((snapshot) => contactContent(snapshot) === contactContent(contact));
  return isEcho ? undefined : `the version of ${link.version?.at} is committed`;
}

function debtProblem(acked: Acked): string | undefined {
  const { ack, message, view, aside } = acked;
  const debt = JSON.parse(message.body) as WriteBackMessage;
  const { operatorId, target, kind, sourceId } = debt;
  const received = view
    .of('received')
    .findLast(({ messageId, seq }) => messageId === ack.messageId && seq < ack.seq);
  if (received === undefined || !isLive(acked, debt)) return undefined;
  if (wasPutOff(view, debt, { from: received.seq, to: ack.seq })) return undefined;
  if (aside.wasNoted(operatorId, { from: received.seq, to: ack.seq })) return undefined;
  const key = recordKey({ operatorId, target, kind, sourceId });
  const open = new Set(debtsOf(view.linkAt(key, ack.seq)));
  const left = debtsOf(view.linkAt(key, received.seq)).filter((name) => open.has(name));
  return left.length === 0 ? undefined : `${sourceId} still owes ${left.join(', ')}`;
}

/** Its work came to no end five times: the debt stands on the link, and the sweep asks for it again. */
function wasPutOff(
  view: RunView,
  { sourceId }: WriteBackMessage,
  { from, to }: { from: number; to: number },
): boolean {
  return view
    .of('logged')
    .some(
      ({ seq, text }) =>
        seq > from && seq < to && text.startsWith('write_back.put_off') && text.includes(sourceId),
    );
}

/** What is owed to the target is no business of a write-back. */
function debtsOf(link: Link | undefined): string[] {
  const owed = (link?.owed ?? []).filter(({ what }) => what !== 'history');
  return owed.map((debt) => nameOf(debt, link));
}

/** The id of the contact that a merge left is another debt than the id that was written before. */
function nameOf(debt: Owed, link: Link | undefined): string {
  return debt.what === 'timeline' ? `note ${debt.note}` : `${debt.what} ${link?.targetId}`;
}
