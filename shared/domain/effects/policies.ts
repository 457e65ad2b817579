/** What one provider, or one kind of effect there, allows after a try whose end is unknown. */
export interface EffectPolicy {
  /** So long after the first send a repeated key is certainly answered with what it led to. */
  memoryMs: number;
  /** Whether what was written can be found again; else it is repeated blindly. */
  canLookUp: boolean;
}

/**
 * Xero answers a repeated key from its memory for about 6 minutes. A repeat may itself be under way
 * for a minute, and half a minute is for waiting on the caps.
 */
const xeroMemoryMs = 4.5 * 60_000;
/** Stora keeps an answer for 24 hours; an hour of it is margin. */
const storaMemoryMs = 23 * 3_600_000;

export const effectPolicies = {
  /** Creates, payments, allocations, notes: a second one would be wrong, and the first can be found. */
  ledgerOnce: { memoryMs: xeroMemoryMs, canLookUp: true },
  /** What makes no difference when it is done twice: a void, a tracking option. */
  ledgerAbsolute: { memoryMs: xeroMemoryMs, canLookUp: false },
  /** A contact as a whole: a repeated key would bring its old answer and apply nothing. */
  ledgerLatest: { memoryMs: 0, canLookUp: false },
  /** Notes on the source's timeline have no list. */
  timelineEvent: { memoryMs: storaMemoryMs, canLookUp: false },
} as const satisfies Record<string, EffectPolicy>;

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
