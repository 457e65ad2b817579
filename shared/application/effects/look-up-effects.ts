import type { Effect } from '../../contracts/effect.ts';
import { decideNextTry, type NextTry } from '../../domain/effects/decide-next-try.ts';
import { isSameEffect, letGoEffect, missEffect } from '../../domain/effects/effects.ts';
import type { EffectPolicy } from '../../domain/effects/policies.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { refusedByTarget } from '../../domain/issues/refused-by-target.ts';
import { type EffectCall, effectOf, hashOfCall, type Intent, lastCallOf } from './effect-call.ts';
import { flushFound, movedOn, updateLink } from './journal.ts';
import type { JournalBatch } from './journal-batch.ts';

/** Sent under a new key, or as the very same call as before. */
export interface Sendable<I> {
  intent: I;
  next: Extract<NextTry, { kind: 'send' | 'resend' }>;
}

type LookUp<I extends Intent, T> = Pick<EffectCall<I, T>, 'policy' | 'find' | 'finish'>;

/**
 * Finds out what became of tries without a known end, and gives up those that failed too often. What is
 * left may be sent, or sent again, now.
 * @throws DeferredError while it is too early to tell what became of one.
 */
export async function lookUpEffects<I extends Intent, T>(
  intents: I[],
  batch: JournalBatch,
  call: LookUp<I, T>,
): Promise<Array<Sendable<I>>> {
  let open = intents;
  // One look may not be enough: each that misses brings an effect nearer to counting as not applied.
  for (;;) {
    const planned = planAll(open, batch, call.policy);
    deferUntilClear(planned, batch);
    const hopeless = intentsOf(planned, 'give_up');
    for (const intent of hopeless) await giveUp(intent, batch, call);
    const uncertain = intentsOf(planned, 'look_up');
    if (uncertain.length === 0) return planned.filter(isSendable);
    const found = await lookUp(uncertain, batch, call);
    open = open.filter((intent) => !hopeless.includes(intent) && !found.has(intent));
  }
}

interface Planned<I> {
  intent: I;
  next: NextTry;
}

function intentsOf<I>(planned: Array<Planned<I>>, kind: NextTry['kind']): I[] {
  return planned.flatMap(({ intent, next }) => (next.kind === kind ? [intent] : []));
}

function isSendable<I>(planned: Planned<I>): planned is Sendable<I> {
  return planned.next.kind === 'send' || planned.next.kind === 'resend';
}

/** Returns what was found, and takes down the end of that, and that the others were missed. */
async function lookUp<I extends Intent, T>(
  uncertain: I[],
  batch: JournalBatch,
  call: LookUp<I, T>,
): Promise<Map<I, T>> {
  const seen = new Map(uncertain.map((intent) => [intent, effectOf(intent)]));
  const found = (await call.find?.(uncertain)) ?? new Map<I, T>();
  const nowEpochMs = batch.ports.clock.nowEpochMs();
  for (const intent of uncertain) {
    const value = found.get(intent);
    if (value !== undefined) await call.finish(intent, { ok: true, value }, true);
    else await miss(intent, batch, { of: seen.get(intent), nowEpochMs });
  }
  await flushFound(batch, [...found.keys()]);
  return found;
}

/** Counts only for the try that was looked up: another worker may have sent it anew meanwhile. */
async function miss(
  intent: Intent,
  batch: JournalBatch,
  missed: { of: Effect | undefined; nowEpochMs: number },
): Promise<void> {
  await updateLink(intent.unit, batch, (link) => missEffect(link, intent.effect, missed));
}

function planAll<I extends Intent>(
  intents: I[],
  batch: JournalBatch,
  policy: EffectPolicy,
): Array<Planned<I>> {
  const nowEpochMs = batch.ports.clock.nowEpochMs();
  const unanswered = intents.filter((intent) => effectOf(intent)?.state === 'sending');
  const sameCalls = new Set(
    [...Map.groupBy(unanswered, lastCallOf)]
      .filter(([requestHash, group]) => requestHash === hashOfCall(group, batch))
      .map(([requestHash]) => requestHash),
  );
  return intents.map((intent) => {
    const isSameCall = sameCalls.has(lastCallOf(intent));
    return { intent, next: decideNextTry(effectOf(intent), { nowEpochMs, isSameCall }, policy) };
  });
}

/** Nothing of the call is sent while a part has to wait, so that the same call comes back whole. */
function deferUntilClear(planned: Array<Planned<Intent>>, batch: JournalBatch): void {
  const until = planned.flatMap(({ next }) => (next.kind === 'wait' ? [next.untilEpochMs] : []));
  if (until.length === 0) return;
  const waitMs = Math.max(...until) - batch.ports.clock.nowEpochMs();
  throw new DeferredError('effect_uncertain', Math.max(1, Math.ceil(waitMs / 1_000)));
}

async function giveUp<I extends Intent, T>(
  intent: I,
  batch: JournalBatch,
  call: Pick<EffectCall<I, T>, 'finish'>,
): Promise<void> {
  const of = effectOf(intent);
  await updateLink(intent.unit, batch, (link) => {
    // Another worker has begun one more try, and what comes of that nobody knows yet.
    if (!isSameEffect(link.effects[intent.effect], of)) throw movedOn();
    return letGoEffect(link, intent.effect, { of });
  });
  await call.finish(intent, { ok: false, cause: refusedByTarget.keepsFailing, detail: '' }, false);
}
