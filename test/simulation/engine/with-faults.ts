import type { FaultDice } from './fault-dice.ts';
import type { FaultId, FaultPlace } from './fault-kinds.ts';
import type { Recorder } from './recorder.ts';
import { never, SimProcess } from './sim-process.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Engine {
  time: VirtualTime;
  dice: FaultDice;
  recorder: Recorder;
}

export interface PortNature {
  /** Name in the history. */
  name: string;
  place: FaultPlace;
  /** Methods that change something; they are recorded once they took effect. */
  writes: readonly string[];
  /** Methods that answer from an index. */
  queries?: readonly string[];
  /** What it says when it refuses a request. */
  refusal: () => Error;
  /** True while everything is refused. */
  isDown?: () => boolean;
}

type Method = (...input: unknown[]) => Promise<unknown>;

/**
 * The same object as processes reach it over a network: every call can end before its effect, after
 * it, or only much later, and the process itself can end or stand still on either side of it.
 * Outside of a process (a test, the simulation itself) it is the bare object.
 */
export function withFaults<T extends object>(port: T, nature: PortNature, engine: Engine): T {
  const made = new Map<PropertyKey, unknown>();
  return new Proxy(port, {
    get(target, property) {
      const known = made.get(property);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      const isRemote = value.constructor.name === 'AsyncFunction';
      const method = value.bind(target);
      const wrapped = isRemote ? remote(method, String(property), { nature, engine }) : method;
      made.set(property, wrapped);
      return wrapped;
    },
  });
}

function remote(
  method: Method,
  name: string,
  { nature, engine }: { nature: PortNature; engine: Engine },
): Method {
  const { time, dice, recorder } = engine;
  const at = `${nature.name}.${name}`;
  const isWrite = nature.writes.includes(name);
  const isQuery = nature.queries?.includes(name) ?? false;
  const place = isQuery ? 'index' : nature.place;
  const effect = async (input: unknown[], process?: string) => {
    const output = await method(...input);
    if (isWrite) {
      const given = input.length === 1 ? input[0] : input;
      const what = { store: nature.name, method: name, input: given, output };
      recorder.add({ kind: 'stored', ...what }, process);
    }
    return output;
  };
  return async (...input) => {
    const process = time.actor;
    if (!(process instanceof SimProcess)) return effect(input);
    if (nature.isDown?.()) {
      await process.sleep(20);
      throw nature.refusal();
    }
    const fault = dice.roll(place, at);
    if (fault !== undefined) await sufferBefore(fault, process, { nature, dice });
    // One event per call is enough: what happens on the way there could as well happen before.
    else if (dice.random.next() < (isQuery ? 0.05 : 0.5)) await process.sleep(latencyMs(dice));
    const output = await effect(input, process.name);
    if (fault !== undefined) await sufferAfter(fault, process, dice);
    return fault === 'index_stale' ? withoutNewest(output) : output;
  };
}

const before: ReadonlySet<FaultId> = new Set([
  'crash_before_store',
  'crash_before_queue',
  'crash_at_vault',
]);
const after: ReadonlySet<FaultId> = new Set(['crash_after_store', 'crash_after_queue']);
const refused: ReadonlySet<FaultId> = new Set([
  'store_throttled',
  'index_throttled',
  'queue_refused',
  'vault_throttled',
  'secret_unreadable',
]);
const answersLost: ReadonlySet<FaultId> = new Set(['store_answer_lost', 'queue_answer_lost']);

async function sufferBefore(
  fault: FaultId,
  process: SimProcess,
  { nature, dice }: { nature: PortNature; dice: FaultDice },
): Promise<void> {
  if (before.has(fault)) {
    process.crash();
    return never();
  }
  if (refused.has(fault)) {
    await process.sleep(latencyMs(dice));
    throw nature.refusal();
  }
  if (fault === 'store_slow') await process.sleep(500 + dice.random.below(5_000));
  if (isFreeze(fault) && dice.random.next() < 0.5) await freeze(fault, process, dice);
}

async function sufferAfter(fault: FaultId, process: SimProcess, dice: FaultDice): Promise<void> {
  if (after.has(fault)) {
    process.crash();
    return never();
  }
  if (answersLost.has(fault)) {
    await process.sleep(latencyMs(dice));
    throw Object.assign(new Error('The connection broke.'), { name: 'TimeoutError' });
  }
  if (isFreeze(fault)) await freeze(fault, process, dice);
}

function isFreeze(fault: FaultId): boolean {
  return fault === 'freeze_at_store' || fault === 'freeze_long';
}

/** Longer than a lease of 45 s, or also longer than a visibility of 270 s. */
function freeze(fault: FaultId, process: SimProcess, dice: FaultDice): Promise<void> {
  const shortestMs = fault === 'freeze_long' ? 280_000 : 46_000;
  process.freeze(shortestMs + dice.random.below(40_000));
  return process.sleep(1);
}

function latencyMs(dice: FaultDice): number {
  return 1 + dice.random.below(12);
}

/** An index is behind: the last row that it should list is missing. */
function withoutNewest(output: unknown): unknown {
  return Array.isArray(output) ? output.slice(0, -1) : output;
}
