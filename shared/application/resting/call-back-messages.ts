import type { RestingRow } from '../../contracts/resting-item.ts';
import { mayGoOn } from '../../domain/resting/may-go-on.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Log } from '../../ports/log.ts';
import type { HiddenMessages } from '../../ports/queues.ts';
import type { Resting } from '../../ports/resting.ts';
import { sideBySide } from '../sweep/side-by-side.ts';

export interface CallBackDeps {
  resting: Resting;
  /** By the queue's name without `.fifo`: every queue that hides messages for long. */
  hidden: Readonly<Record<string, HiddenMessages>>;
  clock: Clock;
  log: Log;
}

/**
 * Shows again whatever the queues hide of an operator: what it waited for has ended. A queue that
 * cannot be reached does not keep the others; the sweep calls back what is left.
 */
export async function callBackMessages(deps: CallBackDeps, operatorId: string): Promise<void> {
  for (const queue of Object.keys(deps.hidden)) {
    try {
      const row = await deps.resting.callBack(operatorId, queue, deps.clock.nowEpochMs());
      if (row !== undefined) await show(deps, row);
    } catch (error) {
      // Recovery: the sweep, or the end of their wait.
      deps.log.error('messages.not_called_back', { operatorId, queue }, error);
    }
  }
}

/** Most of them wait for what was reckoned, and must not hide those whose reason has ended. */
const rowsAtMost = 10_000;
const places = 16;

/**
 * Calls back what waits although its reason has ended: a connection that came back by itself, client
 * credentials that are good again, a callback that died half-way, caps that were agreed.
 */
export async function sweepResting(
  deps: CallBackDeps & { connections: Connections },
  untilEpochMs: number,
): Promise<{ calledBack: number }> {
  const counts = { calledBack: 0 };
  const rows = await deps.resting.hidden(rowsAtMost);
  await sideBySide(rows, { clock: deps.clock, places, untilEpochMs }, async (row) => {
    const { operatorId, queue } = row;
    try {
      const connections = await deps.connections.list(operatorId);
      if (!mayGoOn(row, connections, deps.clock.nowEpochMs())) return;
      await show(deps, row);
      counts.calledBack += 1;
    } catch (error) {
      // Recovery: the next sweep, or the end of their wait.
      deps.log.error('messages.not_called_back', { operatorId, queue }, error);
    }
  });
  deps.log.info('resting.swept', counts);
  return counts;
}

/** Shown before it is forgotten: whoever dies in between leaves it to be shown once more. */
async function show({ hidden, resting, log }: CallBackDeps, row: RestingRow): Promise<void> {
  const { operatorId, queue, receiptHandles = [] } = row;
  if (receiptHandles.length === 0) return;
  await hidden[queue]?.show(receiptHandles);
  await resting.forget(row);
  log.info('messages.called_back', { operatorId, queue, messages: receiptHandles.length });
}
