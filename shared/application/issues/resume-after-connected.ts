import type { Target } from '../../contracts/ids.ts';
import { allWaitingFor } from '../../domain/issues/choose-woken.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import { type CallBackDeps, callBackMessages } from '../resting/call-back-messages.ts';
import { type SendAgainDeps, sendAgain } from './send-again.ts';

export interface ResumeDeps extends CallBackDeps, SendAgainDeps {
  queues: Record<Target, ChangeQueue>;
}

/**
 * Lets go on what waited for a connection that stands now: hidden messages at once, then the issues
 * that a dead or limited connection caused. The sweep over issues looks for the rest, and for what
 * fails here.
 */
export async function resumeAfterConnected(deps: ResumeDeps, operatorId: string): Promise<void> {
  await callBackMessages(deps, operatorId);
  try {
    const nowEpochMs = deps.clock.nowEpochMs();
    const issues = await deps.issues.list(operatorId);
    for (const [target, ofTarget] of Map.groupBy(issues, (issue) => issue.target)) {
      const woken = allWaitingFor(['connection'], ofTarget, nowEpochMs);
      const queue = deps.queues[target];
      await sendAgain(deps, { operatorId, target, queue, woken, because: 'connected' });
    }
    if (issues.length > 0)
      await deps.issues.watchNow(operatorId, new Date(nowEpochMs).toISOString());
  } catch (error) {
    // Recovery: the sweep sees another authorization and sends again what waits for one.
    deps.log.error('issues.not_woken', { operatorId }, error);
  }
}
