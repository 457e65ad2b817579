import type { AsideMark } from '../../contracts/aside-items.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { Target } from '../../contracts/ids.ts';
import { isAsideStuck, mayReturn, nextLookAtAside } from '../../domain/resting/may-return.ts';
import { targetOfQueue, writeBacksQueueName } from '../../domain/resting/queue-names.ts';
import type { Aside } from '../../ports/aside.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Links } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { AsideQueue, WriteBackQueue } from '../../ports/queues.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { sourceName } from '../../source/source-name.ts';
import { isQueueOn } from '../settings/is-queue-on.ts';
import { type TellSwitchDeps, tellSwitch } from '../settings/tell-switch.ts';
import { everyStep } from '../sweep/every-step.ts';
import { sideBySide } from '../sweep/side-by-side.ts';

export interface BringBackDeps extends TellSwitchDeps {
  aside: Aside;
  links: Links;
  settings: Pick<SettingsStore, 'get'>;
  asideQueues: Record<Target, AsideQueue>;
  writeBacks: WriteBackQueue;
  clock: Clock;
  log: Log;
}

/**
 * Lets go on what stands aside of an operator, as far as its connections stand and it is switched on. A mark that cannot be
 * seen to does not keep the others; the sweep sees to what is left.
 */
export async function bringBack(deps: BringBackDeps, operatorId: string): Promise<void> {
  try {
    const { connections, marks } = await deps.aside.withConnections(operatorId);
    await everyStep(
      marks.map((mark) => async () => {
        if (await isFreeToGo(deps, mark, connections)) await goOn(deps, mark, connections);
      }),
    );
  } catch (error) {
    // Recovery: the sweep.
    deps.log.error('aside.not_brought_back', { operatorId }, error);
  }
}

/** Their rows are read 25 at a time, and each is moved on: what is beyond comes with the next sweep. */
const marksAtMost = 10_000;
const places = 16;

/**
 * Lets go on whatever stands aside although its connections stand: somebody's callback died half-way, a
 * connection came back by itself, or was ended, so that it is to be dropped. Running twice is harmless.
 */
export async function sweepAside(
  deps: BringBackDeps & { metrics: Metrics },
  untilEpochMs: number,
): Promise<{ broughtBack: number; stuck: number }> {
  const counts = { broughtBack: 0, stuck: 0, failed: 0 };
  const due = await deps.aside.due(deps.clock.nowEpochMs() + 1, marksAtMost);
  const left = await sideBySide(due, { clock: deps.clock, places, untilEpochMs }, async (mark) => {
    try {
      await look(deps, mark, counts);
    } catch (error) {
      // Recovery: it stays due, and the next sweep looks again.
      deps.log.error('sweep.failed', { operatorId: mark.operatorId }, error);
      counts.failed += 1;
    }
  });
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  if (counts.stuck > 0) deps.metrics.count('AsideStuck', counts.stuck);
  deps.log.info('aside.swept', { ...counts, left: left.length });
  return { broughtBack: counts.broughtBack, stuck: counts.stuck };
}

async function look(
  deps: BringBackDeps,
  mark: AsideMark,
  counts: { broughtBack: number; stuck: number },
): Promise<void> {
  const { operatorId, queue } = mark;
  const nowEpochMs = deps.clock.nowEpochMs();
  await tellSwitchOf(deps, mark);
  const { connections, marks } = await deps.aside.withConnections(operatorId);
  const current = marks.find((one) => one.queue === queue);
  if (current === undefined) return;
  const isFree = await isFreeToGo(deps, current, connections);
  const isStuck = isFree && isAsideStuck(current, nowEpochMs);
  if (isFree) {
    await goOn(deps, current, connections);
    counts.broughtBack += 1;
  }
  if (isStuck) {
    counts.stuck += 1;
    deps.log.error('aside.stuck', { operatorId, queue });
  }
  const state = { isAskedFor: isFree, isStuck, nowEpochMs };
  const next = nextLookAtAside(current, state);
  await deps.aside.lookNext(current, next, { isAskedFor: isFree, atEpochMs: nowEpochMs });
}

/** Whoever switched may have died before it was told. */
async function tellSwitchOf(deps: BringBackDeps, { operatorId, queue }: AsideMark): Promise<void> {
  const target = targetOfQueue(queue);
  const settings = target && (await deps.settings.get(operatorId, target));
  if (settings !== undefined) await tellSwitch(deps, settings);
}

async function isFreeToGo(
  { settings }: BringBackDeps,
  mark: AsideMark,
  connections: readonly Connection[],
): Promise<boolean> {
  return mayReturn(mark, { connections, isOn: await isQueueOn(settings, mark) });
}

async function goOn(
  deps: BringBackDeps,
  mark: AsideMark,
  connections: readonly Connection[],
): Promise<void> {
  const { operatorId, queue } = mark;
  if (queue === writeBacksQueueName) return sendDebts(deps, mark, connections);
  const target = targetOfQueue(queue);
  if (target === undefined) return;
  // A second one of them finds nothing to do.
  const message = { schemaVersion: 1, operatorId, target, asks: 'aside' } as const;
  await deps.asideQueues[target].ask(message, deps.crypto.uuid());
  deps.log.info('aside.asked_for', { operatorId, queue });
}

/** What is beyond is sent by the sweep over debts. */
const debtsAtMost = 5_000;

/** The links say what is owed: their messages were let go, and are sent anew. */
async function sendDebts(
  deps: BringBackDeps,
  mark: AsideMark,
  connections: readonly Connection[],
): Promise<void> {
  const { operatorId } = mark;
  const source = connections.find(({ provider }) => provider === sourceName);
  const isConnected = source?.status === 'connected';
  const owing = isConnected ? await deps.links.owingOf(operatorId, debtsAtMost) : [];
  const epoch = source?.epoch ?? 0;
  const messages = owing.map((key) => ({
    message: { schemaVersion: 1 as const, ...key, epoch },
    dedupeId: deps.crypto.uuid(),
  }));
  if (messages.length > 0) await deps.writeBacks.sendAll(messages);
  await deps.aside.close(mark);
  deps.log.info('debts.sent_again', { operatorId, messages: owing.length });
}
