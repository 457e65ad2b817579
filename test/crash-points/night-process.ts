import { startNight } from '../../shared/application/reconcile/start-night.ts';
import { startNights } from '../../shared/application/reconcile/start-nights.ts';
import { workNights } from '../../shared/application/reconcile/work-nights.ts';
import { nightMessage } from '../../shared/contracts/messages.ts';
import { operatorId } from '../support/vendors-in-process.ts';
import { courseOf, openPorts } from './books-process.ts';
import type { BooksWorld } from './books-world.ts';
import { Gate } from './gate.ts';
import { work } from './worker.ts';

const minuteMs = 60_000;
const ticksAtMost = 8;

/** Works the steps of nights until none is left; the first process behind the given gate. */
export function reconcileAll(
  world: BooksWorld,
  first = new Gate(world.outside),
  meanwhile?: () => Promise<unknown>,
): Promise<void> {
  return work({
    ...courseOf(world, first, meanwhile),
    queue: world.nightQueue,
    schema: nightMessage,
    visibilityMs: 12_000,
    start: (gate) => {
      const ports = openPorts(world, gate, 'reconcile');
      return (batch) => workNights(batch, { ...ports, queues: { xero: ports.changes } });
    },
  });
}

/** One tick of what begins nights and lets those go on that stand; the next one comes 15 minutes later. */
export async function beginNightsOnce(
  world: BooksWorld,
  gate = new Gate(world.outside),
): Promise<void> {
  const ports = openPorts(world, gate);
  const until = world.clock.nowEpochMs() + 3 * minuteMs;
  // Recovery: the next tick.
  const swept = startNights(ports, until).catch(() => undefined);
  await Promise.race([swept, gate.death]);
  world.clock.advance(15 * minuteMs);
}

/** Every night that is due or under way comes to its end, by processes to which nothing happens. */
export async function nightsThrough(world: BooksWorld): Promise<void> {
  await reconcileAll(world);
  for (let tick = 0; tick < ticksAtMost && (await isToCome(world)); tick += 1) {
    world.clock.advance(2 * minuteMs);
    await beginNightsOnce(world);
    await reconcileAll(world);
  }
}

async function isToCome({ stores, clock }: BooksWorld): Promise<boolean> {
  const night = await stores.nights.get(operatorId, 'xero');
  if (night?.status === 'running') return true;
  // What a dead tick took is due again ten minutes later.
  return (await stores.nightWatches.due(clock.nowEpochMs() + 20 * minuteMs, 1)).length > 0;
}

/** Somebody asks for a comparison of these months, or of all. */
export async function beginNight(world: BooksWorld, months?: string[]): Promise<void> {
  const ports = openPorts(world, new Gate(world.outside));
  const wish = { operatorId, target: 'xero', actor: 'operator', reason: 'asked' } as const;
  const answer = await startNight(ports, { ...wish, ...(months === undefined ? {} : { months }) });
  if (answer !== 'started') throw new Error(`The night was not begun: ${answer}.`);
}

type Ports = ReturnType<typeof openPorts>;

/** A person presses behind the gate, and once more where nothing came of it. */
export async function pressed(
  world: BooksWorld,
  gate: Gate,
  act: (ports: Ports) => Promise<unknown>,
): Promise<void> {
  const done = act(openPorts(world, gate)).then(
    () => true,
    // Recovery: the person presses again.
    () => false,
  );
  const end = await Promise.race([done, gate.death]);
  if (end !== true) await act(openPorts(world, new Gate(world.outside)));
}
