import type { Effect } from '../../contracts/effect.ts';
import { sendBefore } from '../../domain/effects/decide-next-try.ts';
import {
  beginEffect,
  effectName,
  failEffect,
  hasSameStand,
  resendEffect,
  takeBackEffect,
} from '../../domain/effects/effects.ts';
import { generationsMax, workAtMostMs } from '../../domain/effects/policies.ts';
import { latestUpdate } from '../../domain/effects/updates.ts';
import { DeferredError, isPutOff, ProviderError } from '../../domain/errors/errors.ts';
import { refusedByTarget } from '../../domain/issues/refused-by-target.ts';
import type { Written } from '../../ports/writes.ts';
import { type EffectCall, effectOf, hashOfCall, type Intent, lastCallOf } from './effect-call.ts';
import { hashOfBody } from './hashes.ts';
import { deferWhenOvertaken, finishEffect, movedOn, updateLink } from './journal.ts';
import type { SendingBatch } from './journal-batch.ts';
import { lookUpEffects } from './look-up-effects.ts';
import {
  letGoOthers,
  letGoPrepared,
  notePrepared,
  takingBack,
  usePrepared,
  withPrepared,
} from './prepared.ts';

/**
 * Makes each effect happen once: tries without a known end are repeated as the very same call, or
 * looked up, before anything is sent under a new key; then the rest is sent in as few calls as fit.
 * @throws DeferredError while it is too early to tell what became of an earlier try.
 */
export async function sendEffects<I extends Intent, T>(
  intents: I[],
  batch: SendingBatch,
  call: EffectCall<I, T>,
): Promise<void> {
  letGoOthers(intents, batch);
  const planned = await lookUpEffects(intents, batch, call);
  const again = planned.filter(({ next }) => next.kind === 'resend').map(({ intent }) => intent);
  for (const group of Map.groupBy(again, lastCallOf).values())
    await sendCall(group, batch, { call, isRepeat: true });
  const anew = planned.filter(({ next }) => next.kind === 'send').map(({ intent }) => intent);
  for (const group of callsOf(anew, call.perCall ?? 1))
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

async function sendCall<I extends Intent, T>(
  intents: I[],
  batch: SendingBatch,
  { call, isRepeat }: { call: EffectCall<I, T>; isRepeat: boolean },
): Promise<void> {
  const attempt = attemptAt(intents, batch, { call, isRepeat });
  let answers: Array<Written<T>>;
  try {
    if (attempt.begun.size === 0) await beginAll(intents, batch, { attempt, call });
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
    const answer = answers[index] ?? { ok: false, cause: refusedByTarget.rejected, detail: '' };
    if (isOfCompany(answer, intents)) inBadCompany.push(intent);
    else {
      if (!answer.ok) {
        intent.unit.refusedRequestId = answer.requestId;
        letGoPrepared([intent.unit], batch);
      }
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
  batch: SendingBatch,
  call: EffectCall<I, T>,
): Promise<void> {
  letGoPrepared(
    intents.map(({ unit }) => unit),
    batch,
  );
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

function attemptAt<I extends Intent, T>(
  intents: I[],
  batch: SendingBatch,
  { call, isRepeat }: { call: EffectCall<I, T>; isRepeat: boolean },
): Attempt<I> {
  const nowEpochMs = batch.ports.clock.nowEpochMs();
  const workUntilEpochMs = batch.begunAtEpochMs + workAtMostMs;
  if (nowEpochMs > workUntilEpochMs) throw new DeferredError('overtaken', 2);
  const repeated = isRepeat ? intents.flatMap((intent) => effectOf(intent) ?? []) : [];
  const entries = intents.map((intent) => [intent, usePrepared(intent, batch)] as const);
  // What was prepared leaves for the first time, and counts from its entry on.
  const isPrepared = entries.every(([, entry]) => entry !== undefined);
  const preparedAt = entries.flatMap(([, entry]) => entry?.sentAtEpochMs ?? []);
  const decidedAtEpochMs = isPrepared ? Math.min(nowEpochMs, ...preparedAt) : nowEpochMs;
  const before = intents.map(
    (intent) => [intent, isPrepared ? undefined : effectOf(intent)] as const,
  );
  return {
    nowEpochMs,
    sendBeforeEpochMs: Math.min(
      workUntilEpochMs,
      sendBefore(decidedAtEpochMs, repeated, call.policy),
    ),
    requestHash: hashOfCall(intents, batch),
    isRepeat,
    before: new Map(before),
    begun: new Map(isPrepared ? entries : []),
    hasLeft: false,
  };
}

/** Another worker may have saved the link meanwhile: what was decided on may no longer be so. */
async function beginAll<I extends Intent, T>(
  intents: I[],
  batch: SendingBatch,
  { attempt, call }: { attempt: Attempt<I>; call: EffectCall<I, T> },
): Promise<void> {
  const { nowEpochMs } = attempt;
  const saved = await Promise.allSettled(
    intents.map(async (intent) => {
      const seen = intent.unit.link;
      const along = attempt.isRepeat ? undefined : call.along?.(intent);
      await updateLink(intent.unit, batch, (link) => {
        attempt.begun.delete(intent);
        deferWhenOvertaken(intent.unit, link);
        const isSameUpdate = latestUpdate(seen) === latestUpdate(link);
        if (!isSameUpdate || !hasSameStand(seen, link, intent.effect)) throw movedOn();
        const begun = attempt.isRepeat
          ? resendEffect(link, intent.effect, nowEpochMs)
          : beginEffect(link, intent.effect, {
              nowEpochMs,
              requestHash: attempt.requestHash,
              bodyHash: hashOfBody(intent.body, batch),
              seal: intent.seal,
            });
        // Also where the answer to the save is lost: it may stand, and has certainly not left.
        attempt.begun.set(intent, begun.effects[intent.effect]);
        if (attempt.isRepeat || along === undefined) return begun;
        return withPrepared(begun, along, { nowEpochMs, batch });
      });
      if (along !== undefined) notePrepared(intent.unit, along, { nowEpochMs, batch });
    }),
  );
  for (const save of saved) if (save.status === 'rejected') throw save.reason;
  if (batch.ports.clock.nowEpochMs() > attempt.sendBeforeEpochMs)
    throw new DeferredError('overtaken', 2);
}

/** Takes down what an error says about the effects; without an answer the journal stands as it is. */
async function journalError<I extends Intent>(
  error: unknown,
  batch: SendingBatch,
  attempt: Attempt<I>,
): Promise<void> {
  const nowEpochMs = batch.ports.clock.nowEpochMs();
  const isNotApplied = !attempt.hasLeft || tellsNotApplied(error);
  const failure =
    error instanceof ProviderError && error.failure.status !== undefined
      ? { nowEpochMs, requestId: error.failure.requestId }
      : undefined;
  const note = async ([intent, begun]: [I, Effect | undefined]) => {
    // What was to follow has certainly not left.
    const letGo = takingBack(intent.unit, batch);
    if (!isNotApplied && failure === undefined && letGo === undefined) return;
    await updateLink(intent.unit, batch, (stored) => {
      const link = letGo === undefined ? stored : letGo(stored);
      const { effect } = intent;
      const before = attempt.before.get(intent);
      if (isNotApplied) return takeBackEffect(link, effect, { before, begun });
      return failure ? failEffect(link, effect, { ...failure, of: begun }) : link;
    });
  };
  const begun = [...attempt.begun];
  const noted = await Promise.allSettled(begun.map(note));
  // Recovery: once more, since one that is not noted keeps its whole call waiting; where that fails too it
  // counts as unanswered, and is looked up.
  await Promise.allSettled(begun.filter((_, at) => noted[at]?.status === 'rejected').map(note));
}

/** The pace, the limiter or a dead grant stopped it, or the provider refused it as a whole. */
function tellsNotApplied(error: unknown): boolean {
  if (error instanceof ProviderError) return error.failure.effect === 'not_applied';
  return isPutOff(error);
}
