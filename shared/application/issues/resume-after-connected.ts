import type { Provider, Target } from '../../contracts/ids.ts';
import { allWaitingFor } from '../../domain/issues/choose-woken.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import type { Rates } from '../../ports/rates.ts';
import { type GoOnDeps, letBackfillsGoOn } from '../backfill/go-on.ts';
import { beginWithCompany } from '../pacing/begin-with-company.ts';
import { type BringBackDeps, bringBack } from '../resting/bring-back.ts';
import { type CallBackDeps, callBackMessages } from '../resting/call-back-messages.ts';
import { type SendAgainDeps, sendAgain } from './send-again.ts';

export interface ResumeDeps extends CallBackDeps, BringBackDeps, GoOnDeps, SendAgainDeps {
  queues: Record<Target, ChangeQueue>;
  rates: Rates;
}

/**
 * Lets go on what waited for a connection that stands now: pace that was another company's, hidden
 * messages at once, what stands aside, backfills, then the issues that a dead or limited connection caused. The
 * sweep over issues looks for the rest, and for what fails here.
 */
export async function resumeAfterConnected(
  deps: ResumeDeps,
  { operatorId, provider }: { operatorId: string; provider: Provider },
): Promise<void> {
  try {
    const connection = await deps.connections.get({ operatorId, provider });
    if (connection !== undefined) await beginWithCompany(deps, connection);
  } catch (error) {
    // Recovery: what is known of a former company's caps only makes calls wait.
    deps.log.error('pace.not_begun', { operatorId, provider }, error);
  }
  await callBackMessages(deps, operatorId);
  await bringBack(deps, operatorId);
  await letBackfillsGoOn(deps, operatorId);
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
