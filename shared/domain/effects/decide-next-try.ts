import type { Effect } from '../../contracts/effect.ts';
import {
  type EffectPolicy,
  generationsMax,
  leaveWithinMs,
  lookUpPauseMs,
  lookUpsMin,
  memoryMarginMs,
  unansweredMs,
} from './policies.ts';

export type NextTry =
  /** It is done; nothing may be sent. */
  | { kind: 'nothing' }
  /** Under a new key: it certainly has not happened, or nobody can tell and it has to be risked. */
  | { kind: 'send' }
  /** The same key and the same bytes: executed once, however often they arrive. */
  | { kind: 'resend' }
  /** Too early to tell anything. */
  | { kind: 'wait'; untilEpochMs: number }
  /** Find out whether it happened. */
  | { kind: 'look_up' }
  /** The provider failed each time; a person has to look. */
  | { kind: 'give_up' };

/**
 * What may be done next for one effect so that it happens once. `isSameCall`: exactly the call of
 * the last try can be sent again, with all its elements, in order, to the byte.
 */
export function decideNextTry(
  effect: Effect | undefined,
  now: { nowEpochMs: number; isSameCall: boolean },
  policy: EffectPolicy,
): NextTry {
  if (effect === undefined || effect.state === 'rejected') return { kind: 'send' };
  if (effect.state === 'done') return { kind: 'nothing' };
  const isRemembered = now.nowEpochMs - effect.sentAtEpochMs < policy.memoryMs;
  if (effect.state === 'sending' && now.isSameCall && isRemembered) return { kind: 'resend' };
  const isKnownAbsent = (effect.missedLookUps ?? 0) >= lookUpsMin;
  if (isKnownAbsent || !policy.canLookUp) return anew(effect);
  const earliestEpochMs = lookUpFrom(effect);
  return now.nowEpochMs < earliestEpochMs
    ? { kind: 'wait', untilEpochMs: earliestEpochMs }
    : { kind: 'look_up' };
}

function anew(effect: Effect): NextTry {
  const isHopeless = effect.state === 'failed' && (effect.refusals ?? 0) >= generationsMax;
  return { kind: isHopeless ? 'give_up' : 'send' };
}

/** From when on a look-up tells what became of a try without a known end. */
export function lookUpFrom(effect: Effect): number {
  if (effect.heardAtEpochMs !== undefined) return effect.heardAtEpochMs + lookUpPauseMs;
  return unansweredUntil(effect);
}

/**
 * Until when a call that was decided on now may leave. A repeat has to arrive while the provider
 * remembers the key of each of its effects.
 */
export function sendBefore(nowEpochMs: number, repeated: Effect[], policy: EffectPolicy): number {
  const forgottenAt = repeated.map(({ sentAtEpochMs }) => sentAtEpochMs + policy.memoryMs);
  return Math.min(nowEpochMs + leaveWithinMs, ...forgottenAt.map((at) => at + memoryMarginMs));
}

/** Until when a try that got no answer may still take effect. */
export function unansweredUntil(effect: Effect): number {
  return (effect.resentAtEpochMs ?? effect.sentAtEpochMs) + unansweredMs;
}
