import type { Link } from '../../contracts/link-item.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { finishEffect } from '../effects/journal.ts';
import { lookUpEffects } from '../effects/look-up-effects.ts';
import { sendEffects } from '../effects/send-effects.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/** One write for one record that goes alone, and by what it is known again in the ledger. */
export interface LedgerStep<T> {
  effect: string;
  /** What it led to, if it happened. */
  find(): Promise<T | undefined>;
  /** What it changes on the link. */
  done(value: T): (link: Link) => Link;
}

/** The same, ready to be sent. */
export interface ReadyStep<T> extends LedgerStep<T> {
  body: unknown;
  send(key: WriteKey): Promise<Written<T>>;
  /** What the unit ends with where the ledger refuses; @default parked with the ledger's cause */
  refused?(answer: Extract<Written<T>, { ok: false }>): void | Promise<void>;
}

/** Does it once, or finds that it was done. */
export async function takeStep<T>(
  unit: Unit,
  step: ReadyStep<T>,
  batch: LedgerBatch,
): Promise<void> {
  const { effect, body } = step;
  await sendEffects([{ unit, effect, body }], batch, {
    policy: batch.policies.once,
    find: async (intents) => foundFor(intents, await step.find()),
    send: async (_intents, key) => [await step.send(key)],
    finish: async (_intent, answer) => {
      if (answer.ok) return finishStep(unit, { step, value: answer.value }, batch);
      finishEffect(unit, batch, { name: effect, state: 'rejected' });
      if (step.refused === undefined) unit.outcome = parked(answer.cause, answer.detail);
      else await step.refused(answer);
    },
  });
}

/**
 * Finds out what became of a write without a known end, whatever is to be done next. Afterwards it is
 * noted, or certainly did not happen.
 */
export async function settleStep<T>(
  unit: Unit,
  step: LedgerStep<T>,
  batch: LedgerBatch,
): Promise<void> {
  if (!isUncertain(unit.link.effects[step.effect])) return;
  const absent = await lookUpEffects([{ unit, effect: step.effect, body: undefined }], batch, {
    policy: batch.policies.once,
    find: async (intents) => foundFor(intents, await step.find()),
    finish: (_intent, answer: Written<T>) => {
      if (answer.ok) finishStep(unit, { step, value: answer.value }, batch);
    },
  });
  if (absent.length > 0) finishEffect(unit, batch, { name: step.effect, state: 'rejected' });
}

function foundFor<I, T>(intents: I[], value: T | undefined): Map<I, T> {
  return new Map(value === undefined ? [] : intents.map((intent) => [intent, value]));
}

/** Takes down that it was done, by whichever try. */
export function finishStep<T>(
  unit: Unit,
  { step, value }: { step: LedgerStep<T>; value: T },
  batch: LedgerBatch,
): void {
  finishEffect(unit, batch, { name: step.effect, state: 'done', change: step.done(value) });
}
