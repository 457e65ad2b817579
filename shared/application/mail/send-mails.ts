import type { Clock } from '../../ports/clock.ts';
import { everyStep } from '../sweep/every-step.ts';
import { sideBySide } from '../sweep/side-by-side.ts';
import { type LookAtOperatorDeps, lookAtOperator } from './look-at-operator.ts';
import { type SendOutboxDeps, type SentCounts, sendOutbox } from './send-outbox.ts';

export type SendMailsDeps = SendOutboxDeps & LookAtOperatorDeps & { clock: Clock };

export type MailCounts = Partial<SentCounts> & { looked: number; owed: number };

/** So many operators a minute at the most; those that are left come first the next minute. */
const operatorsAtMost = 500;
const places = 8;
/** While operators still become due, the mails that are owed leave all the same. */
const partForLooks = 0.6;

/**
 * Looks at the operators whose morning it is, or of which something has to be told, then sends what is
 * owed. Without a sender nothing is looked at and nothing leaves; what is due stays due.
 */
export async function sendMails(deps: SendMailsDeps, untilEpochMs: number): Promise<MailCounts> {
  const counts: MailCounts = { looked: 0, owed: 0 };
  if (deps.mail.sender === undefined) return counts;
  const nowEpochMs = deps.clock.nowEpochMs();
  const looksUntilEpochMs = nowEpochMs + (untilEpochMs - nowEpochMs) * partForLooks;
  await everyStep([
    () => lookAtAll(deps, looksUntilEpochMs, counts),
    async () => Object.assign(counts, await sendOutbox(deps, untilEpochMs)),
  ]);
  deps.log.info('mails.swept', { ...counts });
  return counts;
}

async function lookAtAll(
  deps: SendMailsDeps,
  untilEpochMs: number,
  counts: MailCounts,
): Promise<void> {
  const due = await deps.mailWatches.due(deps.clock.nowEpochMs(), operatorsAtMost);
  let failed = 0;
  await sideBySide(due, { clock: deps.clock, places, untilEpochMs }, async (one) => {
    try {
      counts.owed += await lookAtOperator(deps, one);
      counts.looked += 1;
    } catch (error) {
      // Recovery: it stays due, and the next minute looks again.
      failed += 1;
      deps.log.error('sweep.failed', { operatorId: one.watch.operatorId }, error);
    }
  });
  if (failed > 0) deps.metrics.count('SweepFailed', failed);
}
