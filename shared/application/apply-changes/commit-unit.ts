import type { Target } from '../../contracts/ids.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { type ChangeMessage, retryEventType } from '../../contracts/messages.ts';
import { applied, type Outcome, type Parked, type SkipReason } from '../../domain/apply/outcome.ts';
import { paymentsIn, withPaymentsSeen } from '../../domain/apply/payments-seen.ts';
import { repairDebt } from '../../domain/apply/repair-notes.ts';
import { hasSameStand, isUncertain, markAudited } from '../../domain/effects/effects.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { describeCause } from '../../domain/issues/causes.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { owe } from '../../domain/links/owe.ts';
import { optional } from '../../domain/source/optional.ts';
import {
  afterApplied,
  afterJudged,
  isAppliedSince,
  withKnown,
} from '../../domain/versions/known-versions.ts';
import { isSeenLater } from '../../domain/versions/version-to-keep.ts';
import { auditAndMark, auditStored, auditWrites } from '../effects/audit-writes.ts';
import { deferWhenOvertaken, flushHeld, movedOn, updateLink } from '../effects/journal.ts';
import type { ApplyPorts, OpenBatch } from './applier.ts';
import { describeRecord } from './describe-record.ts';
import { carriedState } from './read-units.ts';
import { type Batch, type BatchPorts, keyOf, type Unit } from './unit.ts';

/** Skips that say "this state is older or nothing new": what stands for the record stays as it is. */
const silentSkips = new Set<SkipReason>(['duplicate', 'older', 'deleted']);
/** Another account was connected: what waited for the same in the former one ends as this does. */
const othersEndAlike = new Set<SkipReason>(['before_start_date', 'posted_elsewhere']);
/** A draft is the first state a record has: nothing that comes late is older. */
const unjudgedSkips = new Set<SkipReason>([...silentSkips, 'draft']);

/**
 * Makes the end of a unit durable: version on the link, or an issue. Runs before the messages are
 * acknowledged, so a crash only repeats it.
 */
export async function commitUnit(unit: Unit, batch: OpenBatch): Promise<Outcome> {
  const outcome = unit.outcome ?? applied;
  const decidedOn = unit.link;
  if (outcome.kind === 'applied') await commitApplied(unit, batch);
  else {
    await auditAndMark(unit, batch);
    if (outcome.kind === 'parked') await commitParked(unit, { outcome, decidedOn }, batch);
    else await commitSkipped(unit, outcome.reason, batch);
  }
  await flushHeld(batch, [unit]);
  batch.ports.metrics.count(metricNames[outcome.kind]);
  batch.ports.log.info(`change.${outcome.kind}`, {
    operatorId: unit.link.operatorId,
    kind: unit.link.kind,
    sourceId: unit.link.sourceId,
    changes: unit.messages.length,
    ...(outcome.kind === 'skipped' ? { reason: outcome.reason } : {}),
    ...(outcome.kind === 'parked'
      ? { reason: outcome.cause, requestId: outcome.requestId ?? unit.refusedRequestId }
      : {}),
  });
  return outcome;
}

const metricNames: Record<Outcome['kind'], string> = {
  applied: 'ChangeApplied',
  skipped: 'ChangeSkipped',
  parked: 'ChangeParked',
};

/** Parks a change whose record could not even be worked on. */
export async function parkMessage(
  message: ChangeMessage,
  outcome: Parked,
  ports: ApplyPorts,
): Promise<void> {
  const { operatorId, target, kind, sourceId } = message;
  await auditStored({ operatorId, target, kind, sourceId }, ports);
  await raiseForMessage(message, outcome, ports);
}

/** The issue alone, for a record whose link may be what nobody can work with. */
export async function raiseForMessage(
  message: ChangeMessage,
  outcome: Parked,
  ports: ApplyPorts,
): Promise<void> {
  const { operatorId, target, kind, sourceId } = message;
  const link = await linkIfReadable({ operatorId, target, kind, sourceId }, ports);
  await ports.issues.raise({
    operatorId,
    target,
    kind,
    sourceId,
    ...causeFields(outcome, target),
    ...optional('stand', link && ports.applier.standWords(link)),
    ...optional('targetId', link?.targetId),
    ...optional('state', stateUnread(message)),
    ...(await describeRecord(
      { operatorId, target, kind, sourceId },
      { ports, record: undefined, messages: [message] },
    )),
    lastSeenAt: nowOf(ports),
  });
  ports.metrics.count('ChangeParked');
  const { cause: reason, requestId } = outcome;
  ports.log.info('change.parked', { operatorId, kind, sourceId, changes: 1, reason, requestId });
}

/** The cause, in words and as facts. */
function causeFields({ cause, detail, requestId }: Parked, target: Target) {
  return {
    cause,
    ...describeCause(cause, detail, target),
    ...optional('fact', detail === '' ? undefined : detail),
    ...optional('requestId', requestId),
  };
}

/** Nobody knows in which state it is, but another event is another state. */
function stateUnread({ eventType, occurredAt }: ChangeMessage): string | undefined {
  return eventType === retryEventType ? undefined : `unread ${occurredAt}`;
}

async function linkIfReadable(key: LinkKey, { links }: BatchPorts): Promise<Link | undefined> {
  try {
    return await links.get(key);
  } catch {
    // Recovery: the link may be what nobody can work with; the issue then says nothing of it.
    return undefined;
  }
}

/** Remembers the state that a parked change brought along: no older one may take its place later. */
export async function rememberCarried(message: ChangeMessage, ports: BatchPorts): Promise<void> {
  const state = carriedState(message, ports);
  if (state === undefined || 'kind' in state) return;
  const { operatorId, target, kind, sourceId } = message;
  const key = { operatorId, target, kind, sourceId };
  const work = { seen: undefined, judged: state.version };
  try {
    const link = (await ports.links.get(key)) ?? newLink(key);
    const seen = paymentsIn([{ record: state.record, at: message.occurredAt }]);
    await updateLink({ link }, { ports }, (fresh) =>
      withPaymentsSeen(withKnown(fresh, afterJudged(fresh, work)), seen),
    );
  } catch (error) {
    // Recovery: the link itself may be the trouble, and a person has to know all the same.
    ports.log.error('change.parked_unremembered', { operatorId, sourceId }, error);
  }
}

async function commitApplied(unit: Unit, batch: Batch): Promise<void> {
  const writes = await auditWrites(unit, batch);
  const isUntouched = unit.messages.length === 0 && writes.length === 0;
  // It only came along and needed nothing: an issue of its own, maybe raised meanwhile, stays. A contact
  // that was found just now and linked is what its issue had waited for.
  if (isUntouched && unit.record.kind !== 'contact') return;
  const repair = repairDebt(unit, unit.messages);
  if (!isUntouched)
    await updateLink(unit, batch, (link) => {
      const told = repair === undefined ? link : owe(link, repair);
      return withPaymentsSeen(withApplied(markAudited(told, writes), unit), []);
    });
  // A newer state that was parked meanwhile still waits for a person, whatever an older one came to.
  if (unit.link.judgedVersion === undefined) batch.through.set(unit, { othersEndAlike: true });
}

/**
 * Remembers what was judged before the issue: an older state must not resolve it later. `decidedOn`: the
 * link that the outcome was found with.
 */
async function commitParked(
  unit: Unit,
  { outcome, decidedOn }: { outcome: Parked; decidedOn: Link },
  batch: OpenBatch,
): Promise<void> {
  const isRead = unit.version.fingerprint !== '';
  if (isRead) {
    await updateLink(unit, batch, (link) => {
      deferWhenOvertaken(unit, link);
      // Another worker has posted it since, or more of it: what kept it then may be gone.
      if (!hasSameStand(decidedOn, link, 'create')) throw movedOn();
      return withPaymentsSeen(withJudged(link, unit), unit.paymentsSeen ?? []);
    });
  }
  await raise(unit, outcome, batch);
  if (isRead) await takeBackWhenApplied(unit, batch);
}

/** A worker that stood still before it raised the issue comes after one that has applied the record. */
async function takeBackWhenApplied(unit: Unit, { ports }: Batch): Promise<void> {
  if (!(await isAppliedNow(unit, ports))) return;
  // A third one may judge a newer state: its issue counts once more than the one that is seen here, or it
  // stands for what the link says then.
  const issue = await ports.issues.get(keyOf(unit));
  if (issue !== undefined && (await isAppliedNow(unit, ports)))
    await ports.issues.resolveAsSeen(issue);
  throw movedOn();
}

async function isAppliedNow(unit: Unit, { links }: BatchPorts): Promise<boolean> {
  const stored = await links.get(keyOf(unit));
  return stored !== undefined && isAppliedSince(unit.link, stored, unit.version);
}

async function commitSkipped(unit: Unit, reason: SkipReason, batch: Batch): Promise<void> {
  if (reason === 'duplicate') await noteTime(unit, batch);
  if (reason === 'older') await notePayments(unit, batch);
  if (!unjudgedSkips.has(reason) && !isJudged(unit.link, unit))
    await updateLink(unit, batch, (link) => {
      // Another worker has begun to post it since: what is void now has to be voided after all.
      if (reason === 'void_never_posted' && isPosted(link)) throw movedOn();
      return withJudged(link, unit);
    });
  const isAlike = othersEndAlike.has(reason) || (reason === 'duplicate' && isEnded(unit, batch));
  if (isAlike || !silentSkips.has(reason)) batch.through.set(unit, { othersEndAlike: isAlike });
}

/**
 * What stands in the target is what the source says, so nothing is left for a person to mend: one asked
 * again, or a worker died between the save of the link and the look at the open issues.
 */
function isEnded({ messages }: Unit, { triedBefore }: Batch): boolean {
  return messages.some((one) => one.eventType === retryEventType || triedBefore.has(one));
}

function isPosted(link: Link): boolean {
  return link.targetId !== undefined || isUncertain(link.effects.create);
}

/** The state that stands was seen once more, later: what happened before that is out of date now. */
async function noteTime(unit: Unit, batch: Batch): Promise<void> {
  const { version } = unit;
  const isNews = ({ version: known, judgedVersion }: Link) =>
    known !== undefined && (isSeenLater(version, known) || judgedVersion !== undefined);
  if (!isNews(unit.link)) return;
  await updateLink(unit, batch, (link) => (isNews(link) ? withApplied(link, unit) : link));
}

/** A state that came late may tell on which day a part was paid whose sum still waits to be posted. */
async function notePayments(unit: Unit, batch: Batch): Promise<void> {
  const noted = (link: Link) => withPaymentsSeen(link, unit.paymentsSeen ?? []);
  const isNews = (link: Link) =>
    JSON.stringify(noted(link).paymentsSeen) !== JSON.stringify(link.paymentsSeen);
  if (isNews(unit.link)) await updateLink(unit, batch, noted);
}

/** Another lane may have applied a newer state meanwhile: an older one never takes its place. */
function withApplied(link: Link, unit: Unit): Link {
  // A record that only came along gets its version, if at all, where it is created.
  if (unit.messages.length === 0) return link;
  const known = afterApplied(link, { seen: unit.seenVersion, applied: unit.version });
  // The change comes back, finds the same tie, and the source is asked.
  if (known === undefined) throw new DeferredError('versions_tie', 2);
  return withKnown(link, known);
}

/** What only came along is judged when its own change comes. */
function withJudged(link: Link, unit: Unit): Link {
  if (unit.messages.length === 0) return link;
  return withKnown(link, afterJudged(link, { seen: unit.seenVersion, judged: unit.version }));
}

function isJudged(link: Link, unit: Unit): boolean {
  return withJudged(link, unit).judgedVersion === link.judgedVersion;
}

async function raise(unit: Unit, outcome: Parked, { ports, opened }: OpenBatch): Promise<void> {
  const { link, version, messages, refusedRequestId } = unit;
  const [last] = messages.slice(-1);
  const unread = last && stateUnread(last);
  await ports.issues.raise({
    ...keyOf(unit),
    ...optional('requestId', refusedRequestId),
    ...causeFields(outcome, link.target),
    stand: opened.standWords(unit),
    ...optional('targetId', link.targetId),
    ...optional('state', version.fingerprint === '' ? unread : version.fingerprint),
    ...(await describeRecord(keyOf(unit), { ports, record: unit.record, messages: unit.messages })),
    lastSeenAt: nowOf(ports),
  });
}

function nowOf(ports: BatchPorts): string {
  return new Date(ports.clock.nowEpochMs()).toISOString();
}
