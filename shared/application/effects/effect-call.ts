import type { Effect } from '../../contracts/effect.ts';
import type { EffectPolicy } from '../../domain/effects/policies.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import { hashOfBody } from './hashes.ts';
import type { JournalBatch, JournalUnit } from './journal-batch.ts';

/** One effect that a unit needs: its name in the journal and what is sent for it. */
export interface Intent {
  unit: JournalUnit;
  effect: string;
  body: unknown;
  /** Journaled with it: by this what it brought is known again (`seal.ts`, `contact-seal.ts`). */
  seal?: string | undefined;
}

/** An effect of the same record that follows in a call of its own, once this one is done. */
export interface Along {
  effect: string;
  body: unknown;
}

export interface EffectCall<I extends Intent, T> {
  policy: EffectPolicy;
  /** What is journaled in the same save, as it is sent right afterwards. */
  along?(intent: I): Along | undefined;
  /** So many fit into one call; @default 1 */
  perCall?: number;
  /** What of it is in the target already; needed where the policy can look up. */
  find?: (intents: I[]) => Promise<Map<I, T>>;
  /**
   * Sends all in one call; one answer each, in order. Where the call is refused as a whole it is sent
   * again for each alone, so that only the bad one is answered with a refusal in the end.
   */
  send(intents: I[], key: WriteKey): Promise<Array<Written<T>>>;
  /** Takes each answer down; `isFound`: it was there already, nothing was sent for it now. */
  finish(intent: I, answer: Written<T>, isFound: boolean): void | Promise<void>;
}

/** What the journal says of it now. */
export function effectOf({ unit, effect }: Intent): Effect | undefined {
  return unit.link.effects[effect];
}

/** Tells the call that an effect was sent with last; empty where it never was. */
export function lastCallOf(intent: Intent): string {
  return effectOf(intent)?.requestHash ?? '';
}

/** What the journal says of a whole call. */
export function hashOfCall(intents: Intent[], batch: JournalBatch): string {
  return hashOfBody(
    intents.map(({ body }) => body),
    batch,
  );
}
