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
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import { refusedByTarget } from '../../domain/issues/refused-by-target.ts';
import type { Written } from '../../ports/writes.ts';
import {
  type EffectCall,
  effectOf,
  hashOfBody,
  hashOfCall,
  type Intent,
  lastCallOf,
} from './effect-call.ts';
import { deferWhenOvertaken, finishEffect, movedOn, updateLink } from './journal.ts';
import type { JournalBatch, SendingBatch } from './journal-batch.ts';
import { lookUpEffects } from './look-up-effects.ts';

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
    const answer = answers[index] ?? { ok: false, cause: refusedByTarget.rejected, detail: '' };
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
  batch: SendingBatch,
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
  batch: JournalBatch,
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
  batch: JournalBatch,
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
