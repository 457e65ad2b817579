import type { Mail } from '../../contracts/mail-item.ts';

/**
 * `later`: it certainly did not leave and may be tried again. `refused`: this one never will.
 * `unknown`: no answer came; it may have left, so that another try could be a second mail.
 */
export type MailOutcome =
  | { kind: 'sent' }
  | { kind: 'later' | 'refused' | 'unknown'; reason: string };

/** A try of this age is over, and nobody noted its end: its worker died. */
const sendingMs = 5 * 60_000;
/** From seven to noon; what is put off longer is told by the digest of the next morning. */
const digestGoodMs = 5 * 3_600_000;
/** About two days with the waits below. */
const triesAtMost = 12;
const firstWaitMs = 60_000;
const longestWaitMs = 6 * 3_600_000;

export type SendDecision =
  | { kind: 'send' }
  | { kind: 'wait' }
  | { kind: 'give_up'; reason: string };

/**
 * What to do with a mail that is due. A try whose end is not known is never repeated: the service has no
 * idempotency keys, and a second mail is worse than one that is missing, as each is told on the page, too.
 */
export function decideSend(mail: Mail, nowEpochMs: number): SendDecision {
  if (mail.sentAt !== undefined || mail.givenUp !== undefined) return { kind: 'wait' };
  const { sendingSinceEpochMs } = mail;
  if (isTooLate(mail, nowEpochMs) && sendingSinceEpochMs === undefined)
    return { kind: 'give_up', reason: 'too late' };
  if (sendingSinceEpochMs === undefined) return { kind: 'send' };
  const isOver = nowEpochMs - sendingSinceEpochMs >= sendingMs;
  return isOver ? { kind: 'give_up', reason: 'unknown' } : { kind: 'wait' };
}

/** Two digests in one morning would say the same twice. */
function isTooLate({ content, wantedAt, expiresAtEpochMs }: Mail, nowEpochMs: number): boolean {
  const isStale = content.kind === 'digest' && nowEpochMs - Date.parse(wantedAt) >= digestGoodMs;
  return isStale || expiresAtEpochMs <= nowEpochMs;
}

export type AfterSend =
  | { kind: 'sent' }
  | { kind: 'later'; dueAtEpochMs: number }
  | { kind: 'give_up'; reason: string };

/** `tries`: with this one. */
export function decideAfterSend(
  outcome: MailOutcome,
  tries: number,
  nowEpochMs: number,
): AfterSend {
  if (outcome.kind === 'sent') return outcome;
  if (outcome.kind !== 'later')
    return { kind: 'give_up', reason: `${outcome.kind}: ${outcome.reason}` };
  if (tries >= triesAtMost) return { kind: 'give_up', reason: 'tries' };
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1));
  return { kind: 'later', dueAtEpochMs: nowEpochMs + waitMs };
}
