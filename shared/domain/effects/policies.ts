/** What one provider, or one kind of effect there, allows after a try whose end is unknown. */
export interface EffectPolicy {
  /** So long after the first send a repeated key is certainly answered with what it led to. */
  memoryMs: number;
  /** Whether what was written can be found again; else it is repeated blindly. */
  canLookUp: boolean;
}

/** The kinds of effects that a provider takes, by what a second one would do. */
export interface EffectPolicies {
  /** A second one would be wrong, and the first can be found: what is created, paid, noted. */
  once: EffectPolicy;
  /** A second one would be wrong, and nothing lists the first. */
  unlisted: EffectPolicy;
  /** It makes no difference when it is done twice. */
  absolute: EffectPolicy;
  /** A record as a whole: a repeated key would bring its old answer and apply nothing. */
  latest: EffectPolicy;
}

/** What a provider allows that remembers keys for so long, as its manifest says. */
export function effectPolicies({ keyMemoryMs }: { keyMemoryMs: number }): EffectPolicies {
  return {
    once: { memoryMs: keyMemoryMs, canLookUp: true },
    unlisted: { memoryMs: keyMemoryMs, canLookUp: false },
    absolute: { memoryMs: keyMemoryMs, canLookUp: false },
    latest: { memoryMs: 0, canLookUp: false },
  };
}

/** How much longer than `memoryMs` a repeat may wait for the caps before it has to leave. */
export const memoryMarginMs = 30_000;
/** A process that stood still for longer between the decision and the call may have been overtaken. */
export const leaveWithinMs = 20_000;
/**
 * A worker has 45 s, and its messages are hidden for six times that. One that is at it for longer than
 * this stood still: another may have ended the messages already, and would not learn what it begins.
 */
export const workAtMostMs = 120_000;
/** A request without an answer may still be executing: our own time-out is 25 s, the rest is theirs. */
export const unansweredMs = 60_000;
/** A write may become visible a little after it was answered; also the pause between look-ups. */
export const lookUpPauseMs = 5_000;
/** So many look-ups have to miss an effect before it counts as not applied. */
export const lookUpsMin = 2;
/** Generations that end with an error of the provider, before a person is asked. */
export const generationsMax = 3;
