import type { Effect } from '../../contracts/effect.ts';
import { decideNextTry, type NextTry, sendBefore } from '../../domain/effects/decide-next-try.ts';
import {
  beginEffect,
  effectName,
  failEffect,
  hasSameStand,
  isSameEffect,
  letGoEffect,
  missEffect,
  resendEffect,
  takeBackEffect,
} from '../../domain/effects/effects.ts';
import { type EffectPolicy, generationsMax, workAtMostMs } from '../../domain/effects/policies.ts';
import { latestUpdate } from '../../domain/effects/updates.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { Batch, Unit } from '../apply-changes/unit.ts';
import { deferWhenOvertaken, finishEffect, flushFound, movedOn, updateLink } from './journal.ts';

/** One effect that a unit needs: its name in the journal and what is sent for it. */
export interface Intent {
  unit: Unit;
  effect: string;
  body: unknown;
}

export interface EffectCall<I extends Intent, T> {
  policy: EffectPolicy;
  /** What of it is in the ledger already; needed where the policy can look up. */
  find?: (intents: I[]) => Promise<Map<I, T>>;
  /**
   * Sends all in one call; one answer each, in order. Where the call is refused as a whole it is sent
   * again for each alone, so that only the bad one is answered with a refusal in the end.
   */
  send(intents: I[], key: WriteKey): Promise<Array<Written<T>>>;
  /** Takes each answer down; `isFound`: it was there already, nothing was sent for it now. */
  finish(intent: I, answer: Written<T>, isFound: boolean): void | Promise<void>;
}

/**
 * Makes each effect happen once: tries without a known end are repeated as the very same call, or
 * looked up, before anything is sent under a new key; then the rest is sent in as few calls as fit.
 * @throws DeferredError while it is too early to tell what became of an earlier try.
 */
export async function sendEffects<I extends Intent, T>(
  intents: I[],
  batch: Batch,
  call: EffectCall<I, T>,
): Promise<void> {
  const planned = await settleEffects(intents, batch, call);
  const again = planned.filter(({ next }) => next.kind === 'resend').map(({ intent }) => intent);
  for (const group of Map.groupBy(again, hashOf).values())
    await sendCall(group, batch, { call, isRepeat: true });
  const anew = planned.filter(({ next }) => next.kind === 'send').map(({ intent }) => intent);
  for (const group of callsOf(anew, batch.ledger.elementsPerCall))
    await sendCall(group, batch, { call, isRepeat: false });
}

/**
 * As few calls as fit. What failed each time so far goes alone before it is given up: it may have been
 * in bad company.
 */
function callsOf<I extends Intent>(intents: I[], size: number): I[][] {
  const isOnLastTry = (intent: I) => (effectOf(intent)?.refusals ?? 0) >= generationsMax - 1;
  const together = intents.filter((intent) => !isOnLastTry(intent));
  const calls: I[][] = [];
  for (let at = 0; at < together.length; at += size) calls.push(together.slice(at, at + size));
  return [...calls, ...intents.filter(isOnLastTry).map((intent) => [intent])];
}

/** What of a batch is needed to take effects down. */
type Journal = Pick<Batch, 'ports' | 'held'>;

interface Planned<I> {
  intent: I;
  next: NextTry;
}

/** Looks up what has to be looked up; what is left may be sent, or sent again, now. */
export async function settleEffects<I extends Intent, T>(
  intents: I[],
  batch: Journal,
  call: Pick<EffectCall<I, T>, 'policy' | 'find' | 'finish'>,
): Promise<Array<Planned<I>>> {
  const planned = planAll(intents, batch, call.policy);
  deferUntilClear(planned, batch);
  const uncertain = planned.flatMap(({ intent, next }) =>
    next.kind === 'look_up' ? [intent] : [],
  );
  const hopeless = planned.flatMap(({ intent, next }) => (next.kind === 'give_up' ? [intent] : []));
  for (const intent of hopeless) await giveUp(intent, batch, call);
  if (uncertain.length === 0)
    return planned.filter(({ next }) => next.kind === 'send' || next.kind === 'resend');
  const seen = new Map(uncertain.map((intent) => [intent, effectOf(intent)]));
  const found = (await call.find?.(uncertain)) ?? new Map<I, T>();
  const nowEpochMs = batch.ports.clock.nowEpochMs();
  for (const intent of uncertain) {
    const value = found.get(intent);
    if (value !== undefined) await call.finish(intent, { ok: true, value }, true);
    else await miss(intent, batch, { of: seen.get(intent), nowEpochMs });
  }
  await flushFound(batch, [...found.keys()]);
  const open = intents.filter((intent) => !hopeless.includes(intent) && !found.has(intent));
  return settleEffects(open, batch, call);
}

/** Counts only for the try that was looked up: another worker may have sent it anew meanwhile. */
async function miss(
  intent: Intent,
  batch: Journal,
  missed: { of: Effect | undefined; nowEpochMs: number },
): Promise<void> {
  await updateLink(intent.unit, batch, (link) => missEffect(link, intent.effect, missed));
}

function planAll<I extends Intent>(
  intents: I[],
  batch: Journal,
  policy: EffectPolicy,
): Array<Planned<I>> {
  const nowEpochMs = batch.ports.clock.nowEpochMs();
  const unanswered = intents.filter((intent) => effectOf(intent)?.state === 'sending');
  const sameCalls = new Set(
    [...Map.groupBy(unanswered, hashOf)]
      .filter(([requestHash, group]) => requestHash === hashOfCall(group, batch))
      .map(([requestHash]) => requestHash),
  );
  return intents.map((intent) => {
    const isSameCall = sameCalls.has(hashOf(intent));
    return { intent, next: decideNextTry(effectOf(intent), { nowEpochMs, isSameCall }, policy) };
  });
}

/** Nothing of the call is sent while a part has to wait, so that the same call comes back whole. */
function deferUntilClear(planned: Array<Planned<Intent>>, batch: Journal): void {
  const until = planned.flatMap(({ next }) => (next.kind === 'wait' ? [next.untilEpochMs] : []));
  if (until.length === 0) return;
  const waitMs = Math.max(...until) - batch.ports.clock.nowEpochMs();
  throw new DeferredError('effect_unsettled', Math.max(1, Math.ceil(waitMs / 1_000)));
}

async function giveUp<I extends Intent, T>(
  intent: I,
  batch: Journal,
  call: Pick<EffectCall<I, T>, 'finish'>,
): Promise<void> {
  const of = effectOf(intent);
  await updateLink(intent.unit, batch, (link) => {
    // Another worker has begun one more try, and what comes of that nobody knows yet.
    if (!isSameEffect(link.effects[intent.effect], of)) throw movedOn();
    return letGoEffect(link, intent.effect, { of });
  });
  await call.finish(intent, { ok: false, cause: 'ledger_keeps_failing', detail: '' }, false);
}

async function sendCall<I extends Intent, T>(
  intents: I[],
  batch: Batch,
  { call, isRepeat }: { call: EffectCall<I, T>; isRepeat: boolean },
): Promise<void> {
  const nowEpochMs = batch.ports.clock.nowEpochMs();
  const workUntilEpochMs = batch.begunAtEpochMs + workAtMostMs;
  if (nowEpochMs > workUntilEpochMs) throw new DeferredError('overtaken', 2);
  const repeated = isRepeat ? intents.flatMap((intent) => effectOf(intent) ?? []) : [];
  const attempt: Attempt<I> = {
    nowEpochMs,
    sendBeforeEpochMs: Math.min(workUntilEpochMs, sendBefore(nowEpochMs, repeated, call.policy)),
    requestHash: hashOfCall(intents, batch),
    isRepeat,
    before: new Map(intents.map((intent) => [intent, effectOf(intent)])),
    begun: new Map(),
    hasLeft: false,
  };
  let answers: Array<Written<T>>;
  try {
    await beginAll(intents, batch, attempt);
    const names = intents.map((intent) => effectName(intent.unit.link, intent.effect));
    const value = batch.ports.crypto.uuid5(names.join('\n'));
    attempt.hasLeft = true;
    answers = await call.send(intents, { value, sendBeforeEpochMs: attempt.sendBeforeEpochMs });
  } catch (error) {
    await journalError(error, batch, attempt);
    throw error;
  }
  const inBadCompany: I[] = [];
  for (const [index, intent] of intents.entries()) {
    const answer = answers[index] ?? { ok: false, cause: 'ledger_rejected', detail: '' };
    if (isOfCompany(answer, intents)) inBadCompany.push(intent);
    else {
      if (!answer.ok) intent.unit.refusedRequestId = answer.requestId;
      await call.finish(intent, answer, false);
    }
  }
  await sendEachAlone(inBadCompany, batch, call);
}

/** The call was refused as a whole: what it says is of some of its elements, and nobody knows of which. */
function isOfCompany(answer: Written<unknown>, { length }: Intent[]): boolean {
  return !answer.ok && answer.isWholeCall === true && length > 1;
}

/** Nothing of their call was written. Alone, each gets an answer of its own, under a key of its own. */
async function sendEachAlone<I extends Intent, T>(
  intents: I[],
  batch: Batch,
  call: EffectCall<I, T>,
): Promise<void> {
  for (const { unit, effect } of intents)
    finishEffect(unit, batch, { name: effect, state: 'rejected' });
  for (const intent of intents) await sendCall([intent], batch, { call, isRepeat: false });
}

/** One call under way, with what the journal said of its effects before it and says now. */
interface Attempt<I> {
  nowEpochMs: number;
  sendBeforeEpochMs: number;
  requestHash: string;
  isRepeat: boolean;
  before: Map<I, Effect | undefined>;
  begun: Map<I, Effect | undefined>;
  hasLeft: boolean;
}

/** Another worker may have saved the link meanwhile: what was decided on may no longer be so. */
async function beginAll<I extends Intent>(
  intents: I[],
  batch: Batch,
  attempt: Attempt<I>,
): Promise<void> {
  const saved = await Promise.allSettled(
    intents.map(async (intent) => {
      const seen = intent.unit.link;
      await updateLink(intent.unit, batch, (link) => {
        deferWhenOvertaken(intent.unit, link);
        const isSameUpdate = latestUpdate(seen) === latestUpdate(link);
        if (!isSameUpdate || !hasSameStand(seen, link, intent.effect)) throw movedOn();
        return attempt.isRepeat
          ? resendEffect(link, intent.effect, attempt.nowEpochMs)
          : beginEffect(link, intent.effect, {
              nowEpochMs: attempt.nowEpochMs,
              requestHash: attempt.requestHash,
              bodyHash: hashOfBody(intent.body, batch),
            });
      });
      attempt.begun.set(intent, effectOf(intent));
    }),
  );
  for (const save of saved) if (save.status === 'rejected') throw save.reason;
  if (batch.ports.clock.nowEpochMs() > attempt.sendBeforeEpochMs)
    throw new DeferredError('overtaken', 2);
}

/** Takes down what an error says about the effects; without an answer the journal stands as it is. */
async function journalError<I extends Intent>(
  error: unknown,
  batch: Batch,
  attempt: Attempt<I>,
): Promise<void> {
  const nowEpochMs = batch.ports.clock.nowEpochMs();
  const isNotApplied = !attempt.hasLeft || tellsNotApplied(error);
  const failure =
    error instanceof ProviderError && error.failure.status !== undefined
      ? { nowEpochMs, requestId: error.failure.requestId }
      : undefined;
  if (!isNotApplied && failure === undefined) return;
  const updates = [...attempt.begun].map(([intent, begun]) =>
    updateLink(intent.unit, batch, (link) => {
      const { effect } = intent;
      const before = attempt.before.get(intent);
      if (isNotApplied) return takeBackEffect(link, effect, { before, begun });
      return failure ? failEffect(link, effect, { ...failure, of: begun }) : link;
    }),
  );
  // Recovery: where it cannot be noted the effect counts as unanswered, and is looked up.
  await Promise.allSettled(updates);
}

/** The pace, the limiter or a dead grant stopped it, or the provider refused it as a whole. */
function tellsNotApplied(error: unknown): boolean {
  if (error instanceof ProviderError) return error.failure.effect === 'not_applied';
  return error instanceof DeferredError || error instanceof NotConnectedError;
}

function effectOf(intent: Intent): Effect | undefined {
  return intent.unit.link.effects[intent.effect];
}

function hashOf(intent: Intent): string {
  return effectOf(intent)?.requestHash ?? '';
}

/** What the journal says of one effect's content. */
export function hashOfBody(body: unknown, batch: Batch): string {
  return batch.ports.crypto.sha256Hex(JSON.stringify(body));
}

function hashOfCall(intents: Intent[], batch: Journal): string {
  return batch.ports.crypto.sha256Hex(JSON.stringify(intents.map(({ body }) => body)));
}
