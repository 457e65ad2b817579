import type { Effect } from '../../contracts/effect.ts';
import type { Link } from '../../contracts/link-item.ts';
import { notesOf } from '../links/timeline-effect.ts';

/** Whether the effect happened, as far as the journal knows. */
export function isDone(link: Link, name: string): boolean {
  return link.effects[name]?.state === 'done';
}

/** Whether nobody knows if the effect happened. */
export function isUncertain(effect: Effect | undefined): boolean {
  return effect?.state === 'sending' || effect?.state === 'failed';
}

export interface Send {
  nowEpochMs: number;
  requestHash: string;
  bodyHash?: string;
  seal?: string | undefined;
}

/** Journal entry to store before the request leaves: a new generation, and with it a new key. */
export function beginEffect(link: Link, name: string, send: Send): Link {
  const before = link.effects[name];
  const firstSentAtEpochMs = isUncertain(before) ? firstSent(before) : undefined;
  return withEffect(withoutFollower(link, name), name, {
    state: 'sending',
    generation: before === undefined ? 0 : before.generation + 1,
    sentAtEpochMs: send.nowEpochMs,
    requestHash: send.requestHash,
    ...(send.bodyHash === undefined ? {} : { bodyHash: send.bodyHash }),
    ...(send.seal === undefined ? {} : { seal: send.seal }),
    ...(firstSentAtEpochMs === undefined ? {} : { firstSentAtEpochMs }),
    ...(before?.refusals === undefined ? {} : { refusals: before.refusals }),
    ...(before?.lastRequestId === undefined ? {} : { lastRequestId: before.lastRequestId }),
  });
}

/** Journal entry before the very same call leaves once more, under the same key. */
export function resendEffect(link: Link, name: string, nowEpochMs: number): Link {
  const before = link.effects[name];
  if (before === undefined) return link;
  const { missedLookUps: _missed, heardAtEpochMs: _heardAt, ...sent } = before;
  return withEffect(link, name, { ...sent, state: 'sending', resentAtEpochMs: nowEpochMs });
}

/** What is in the target is done, whichever try brought it there. */
export type EffectEnd =
  | { state: 'done' }
  /** The no is the answer to one generation, and says nothing of another. */
  | { state: 'rejected'; generation: number | undefined };

/** The end of a try. What is done stays done, whatever a slower try says. */
export function endEffect(link: Link, name: string, end: EffectEnd): Link {
  const before = link.effects[name];
  if (end.state === 'rejected') {
    if (before?.state === 'done' || before?.generation !== end.generation) return link;
  }
  const ended = end.state === 'rejected' ? withoutFollower(link, name) : link;
  return withEffect(ended, name, {
    generation: 0,
    sentAtEpochMs: 0,
    requestHash: '',
    ...before,
    state: end.state,
  });
}

/**
 * A note that began in the save of its document leaves only once the document is there. Where that did not
 * come about the note did not leave either, whichever worker was to send it.
 */
function withoutFollower(link: Link, name: string): Link {
  const { create, history } = link.effects;
  if (name !== 'create' || history?.state !== 'sending') return link;
  const isFollower = history.sentAtEpochMs === create?.sentAtEpochMs;
  if (!isFollower || history.resentAtEpochMs !== undefined) return link;
  return withEffect(link, 'history', { ...history, state: 'rejected' });
}

/** What is there by other hands: a try of ours that was refused before is no write that led to it. */
export function foundEffect(link: Link, name: string): Link {
  const { generation = 0 } = link.effects[name] ?? {};
  return withEffect(link, name, { state: 'done', generation, sentAtEpochMs: 0, requestHash: '' });
}

/**
 * The try that a change of the journal belongs to, as it was seen when it was decided on. Another worker
 * may have gone on since: then the change is not about what stands there now, and is not made.
 */
export interface OfTry {
  of: Effect | undefined;
}

export interface Failure extends OfTry {
  nowEpochMs: number;
  requestId?: string | undefined;
}

/**
 * The provider answered with an error of its own: applied or not, nobody knows. Counted, unless it is
 * the stored answer of an error that was counted before.
 */
export function failEffect(link: Link, name: string, failure: Failure): Link {
  const before = link.effects[name];
  if (before === undefined || before.state === 'done') return link;
  if (!isSameEffect(before, failure.of)) return link;
  const { missedLookUps: _missed, ...sent } = before;
  const { requestId } = failure;
  const isReplay = requestId !== undefined && requestId === before.lastRequestId;
  return withEffect(link, name, {
    ...sent,
    state: 'failed',
    heardAtEpochMs: failure.nowEpochMs,
    refusals: (before.refusals ?? 0) + (isReplay ? 0 : 1),
    ...(requestId === undefined ? {} : { lastRequestId: requestId }),
  });
}

/** A good answer that nobody could tell of so far: nothing is sent any more. */
export function answerEffect(link: Link, name: string, { of }: OfTry): Link {
  if (of === undefined || !isSameEffect(link.effects[name], of)) return link;
  return withEffect(link, name, { ...of, state: 'done' });
}

/** A definite answer that it did not work; counted, because some effects are let go after a few. */
export function refuseEffect(link: Link, name: string, { of }: OfTry): Link {
  if (of === undefined || !isSameEffect(link.effects[name], of)) return link;
  const rejected = rejectedOf(link, name);
  const effect = rejected.effects[name];
  if (effect === undefined) return rejected;
  return withEffect(rejected, name, { ...effect, refusals: (effect.refusals ?? 0) + 1 });
}

/** A look-up that did not find what the try should have brought there. */
export function missEffect(link: Link, name: string, miss: OfTry & { nowEpochMs: number }): Link {
  const before = link.effects[name];
  if (before === undefined || !isSameEffect(before, miss.of)) return link;
  const missedLookUps = (before.missedLookUps ?? 0) + 1;
  return withEffect(link, name, { ...before, missedLookUps, heardAtEpochMs: miss.nowEpochMs });
}

/** Given up and certainly not applied: the next try starts to count anew, under a new key. */
export function letGoEffect(link: Link, name: string, { of }: OfTry): Link {
  if (of === undefined || !isSameEffect(link.effects[name], of)) return link;
  const rejected = rejectedOf(link, name);
  const effect = rejected.effects[name];
  if (effect === undefined) return rejected;
  const { refusals: _refusals, missedLookUps: _missed, heardAtEpochMs: _heardAt, ...rest } = effect;
  return withEffect(rejected, name, rest);
}

/**
 * Nothing left this time: a new generation certainly did not happen, and of a repeat no more is known
 * than before it. Only what this try itself journaled is undone.
 */
export function takeBackEffect(
  link: Link,
  name: string,
  attempt: { before: Effect | undefined; begun: Effect | undefined },
): Link {
  const { before, begun } = attempt;
  if (begun === undefined || !isSameEffect(link.effects[name], begun)) return link;
  if (before !== undefined && before.generation === begun.generation)
    return withEffect(link, name, before);
  return rejectedOf(link, name);
}

function rejectedOf(link: Link, name: string): Link {
  const generation = link.effects[name]?.generation;
  return endEffect(link, name, { state: 'rejected', generation });
}

/** Whether the journal says exactly the same of an effect as before. */
export function isSameEffect(left: Effect | undefined, right: Effect | undefined): boolean {
  return stateText(left) === stateText(right);
}

/**
 * Whether a link still says what a decision to send was based on. Debts and other effects may have
 * changed meanwhile; version, document, company and this effect may not.
 */
export function hasSameStand(seen: Link, fresh: Link, name: string): boolean {
  return standOf(seen, name) === standOf(fresh, name);
}

function standOf(link: Link, name: string): string {
  const { version, posted, targetId, accountId, deletedAt } = link;
  return JSON.stringify([
    version?.fingerprint,
    posted && Object.entries(posted).sort(),
    targetId,
    accountId,
    deletedAt,
    stateText(link.effects[name]),
  ]);
}

function stateText(effect: Effect | undefined): string {
  return JSON.stringify([
    effect?.state,
    effect?.generation,
    effect?.sentAtEpochMs,
    effect?.resentAtEpochMs,
    effect?.missedLookUps,
  ]);
}

/** Whether a try of ours ever left, whatever became of it; what was only found has no time of sending. */
export function wasSent(effect: Effect | undefined): boolean {
  return (effect?.sentAtEpochMs ?? 0) > 0;
}

/**
 * Names of the writes that reached the provider and do not stand in the activities yet. What was
 * only found there, and never sent by us, is no write of ours.
 */
export function unauditedWrites(link: Link): string[] {
  return (
    Object.entries(link.effects)
      .filter(([, effect]) => effect.state === 'done' && wasSent(effect) && !effect.isAudited)
      .map(([name]) => name)
      // What the source was told stands there with the debt, and who pays that tells of it.
      .filter((name) => notesOf(name).length === 0)
      .sort()
  );
}

export function markAudited(link: Link, names: string[]): Link {
  const marked = names.flatMap((name) => {
    const effect = link.effects[name];
    return effect === undefined ? [] : [[name, auditedEffect(effect)]];
  });
  return { ...link, effects: { ...link.effects, ...Object.fromEntries(marked) } };
}

/**
 * What is done and told of is not sent again, nor told of once more: which call it went with, and what was
 * sent, is of no use any more. That is a third of what a link weighs.
 */
export function auditedEffect({ bodyHash: _body, seal: _seal, ...effect }: Effect): Effect {
  return { ...effect, requestHash: '', isAudited: true };
}

/**
 * Names the call that a write went with: all of its writes are told of together, by whichever worker.
 * Undefined where that does not follow from the journal: it was only found there, or is
 * told of already, or an earlier try may have done it.
 */
export function callOf(link: Link, name: string): string | undefined {
  const effect = link.effects[name];
  if (effect === undefined || effect.requestHash === '') return undefined;
  if (effect.firstSentAtEpochMs !== undefined) return undefined;
  const { operatorId, target, kind } = link;
  const { requestHash, sentAtEpochMs } = leadOf(link, name) ?? effect;
  return [operatorId, target, kind, requestHash, sentAtEpochMs].join('|');
}

/**
 * Names one write, whichever of its tries did it, and when it was first sent: workers that overtake
 * one another tell of it in the same words.
 */
export function writtenOnce(link: Link, name: string): { write: string; sentAtEpochMs: number } {
  return { write: textOf(link, [name]), sentAtEpochMs: firstSent(link.effects[name]) ?? 0 };
}

function firstSent(effect: Effect | undefined): number | undefined {
  return effect?.firstSentAtEpochMs ?? effect?.sentAtEpochMs;
}

/** Text that names one try of one effect; its uuid5 is the idempotency key. */
export function effectName(link: Link, name: string): string {
  return textOf(link, [name, link.effects[name]?.generation ?? 0]);
}

function textOf(link: Link, what: Array<string | number>): string {
  const parts = [link.operatorId, link.target, link.kind, link.sourceId, ...what];
  // Another company's try must not be answered with what was stored for this key.
  return (link.former === undefined ? parts : [...parts, link.accountId]).join('|');
}

/** The creation in whose save the note in the history began: both are told of together. */
function leadOf({ effects }: Link, name: string): Effect | undefined {
  const { create, history } = effects;
  if (name !== 'history' || create === undefined || create.requestHash === '') return undefined;
  const isPlain = create.firstSentAtEpochMs === undefined;
  return isPlain && create.sentAtEpochMs === history?.sentAtEpochMs ? create : undefined;
}

function withEffect(link: Link, name: string, effect: Effect): Link {
  return { ...link, effects: { ...link.effects, [name]: effect } };
}
