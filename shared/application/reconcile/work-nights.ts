import type { NightMessage } from '../../contracts/messages.ts';
import type { Night } from '../../contracts/night-item.ts';
import { afterStep, ended, puttingOff, type StepDone } from '../../domain/nights/night.ts';
import { sourceName } from '../../source/source-name.ts';
import { type ReceivedMessage, unforeseenReason } from '../retry/work-counted.ts';
import { done, type TurnResult, type Wait, waitAfter, workInTurn } from '../retry/work-in-turn.ts';
import { changeNight } from './change-night.ts';
import { followNight } from './follow-night.ts';
import { lookAtContacts } from './look-at-contacts.ts';
import type { NightPorts, Scene } from './night-ports.ts';
import { proveStep } from './prove-step.ts';
import { readLedger, readPayments, readSource } from './read-month.ts';
import { lookAtClosed, readOpen } from './read-open.ts';
import { sidesOfNight } from './sides-of-night.ts';

/** Longer waits are told to whoever looks after what stands still. */
const longWaitSeconds = 300;
const leastSeconds = 5;
const longestSeconds = 300;

const steps: Record<
  Night['place']['step'],
  (scene: Scene, ports: NightPorts) => Promise<StepDone>
> = {
  open: readOpen,
  closed: lookAtClosed,
  source: readSource,
  ledger: readLedger,
  payments: readPayments,
  prove: proveStep,
  contacts: lookAtContacts,
};

/** Works the steps of one night that the queue handed out; what comes behind one that waits, waits too. */
export async function workNights(
  received: Array<ReceivedMessage<NightMessage>>,
  ports: NightPorts,
): Promise<TurnResult[]> {
  return workInTurn(received, (one) => workNight(one, ports));
}

async function workNight(
  received: ReceivedMessage<NightMessage>,
  ports: NightPorts,
): Promise<TurnResult> {
  const { operatorId } = received.message;
  try {
    return await workDue(received, ports);
  } catch (error) {
    // Recovery: it comes back, and goes on with what the item says is not done.
    ports.log.error('night.step_failed', { operatorId }, error);
    const retryAfterSeconds = waitSeconds(received.receiveCount);
    return { kind: 'deferred', reason: unforeseenReason, retryAfterSeconds };
  } finally {
    await ports.pacer.flush(operatorId);
  }
}

async function workDue(
  { message, receiveCount }: ReceivedMessage<NightMessage>,
  ports: NightPorts,
): Promise<TurnResult> {
  const { operatorId, target, runId, step } = message;
  const night = await ports.nights.get(operatorId, target);
  if (night?.runId !== runId) return done;
  if (night.step !== step || night.status !== 'running') {
    // Whoever worked it may have died between the save and what follows it.
    if (receiveCount > 1) await followNight(ports, night);
    return done;
  }
  const scene = await openScene(night, ports);
  if (typeof scene === 'string') return stop(night, scene, ports);
  try {
    return await workStep(scene, ports);
  } catch (error) {
    // Recovery: it comes back, and does the same step again.
    return putOff(night, waitAfter(error, waitSeconds(receiveCount)), ports);
  }
}

async function openScene(
  night: Night,
  ports: NightPorts,
): Promise<Scene | NonNullable<Night['stoppedBecause']>> {
  const sides = await sidesOfNight(ports, night);
  if (typeof sides === 'string') return sides;
  const { operatorId, target, accounts } = night;
  const ledger = ports.ledgers[target]?.(operatorId, accounts.target);
  const periods = ledger?.periods;
  if (ledger === undefined || periods === undefined) return 'not_connected';
  const source = ports.sourceFor(operatorId);
  return { night, connection: sides.source, source, ledger, periods, settings: sides.settings };
}

/** Does what is due, and takes down how far the night has come: in this order. */
async function workStep(scene: Scene, ports: NightPorts): Promise<TurnResult> {
  const { night } = scene;
  const { operatorId, target, place } = night;
  const calls = () => ({
    source: ports.pacer.callsMade(operatorId, sourceName),
    ledger: ports.pacer.callsMade(operatorId, target),
  });
  const before = calls();
  const worked = await steps[place.step](scene, ports);
  const after = calls();
  const made = { source: after.source - before.source, ledger: after.ledger - before.ledger };
  const nowEpochMs = ports.clock.nowEpochMs();
  const saved = await changeNight(ports.nights, night, (current) =>
    current.step === night.step && current.status === 'running'
      ? afterStep(current, { ...worked, calls: made }, nowEpochMs)
      : undefined,
  );
  ports.metrics.count('NightStepDone');
  ports.log.info('night.step', { operatorId, ...place, ...made });
  if (saved !== undefined) await followNight(ports, saved);
  return done;
}

/** Nothing waits for a night: the next one compares what this one did not. */
async function stop(
  night: Night,
  because: NonNullable<Night['stoppedBecause']>,
  ports: NightPorts,
): Promise<TurnResult> {
  const nowEpochMs = ports.clock.nowEpochMs();
  const stopped = await changeNight(ports.nights, night, (current) =>
    current.status === 'running'
      ? ended(current, { status: 'stopped', because }, nowEpochMs)
      : undefined,
  );
  if (stopped !== undefined) await followNight(ports, stopped);
  return done;
}

async function putOff(
  night: Night,
  { reason, retryAfterSeconds }: Wait,
  ports: NightPorts,
): Promise<TurnResult> {
  if (retryAfterSeconds >= longWaitSeconds) {
    const nowEpochMs = ports.clock.nowEpochMs();
    await changeNight(ports.nights, night, (current) =>
      current.step === night.step && current.status === 'running'
        ? puttingOff(current, retryAfterSeconds, nowEpochMs)
        : undefined,
    );
  }
  return { kind: 'deferred', reason, retryAfterSeconds };
}

/** Nobody waits for it: it begins short, as most failures are gone with the next call, and grows. */
function waitSeconds(receiveCount: number): number {
  return Math.min(longestSeconds, leastSeconds * receiveCount);
}
