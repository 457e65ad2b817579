import type { NightPorts } from '../../shared/application/reconcile/night-ports.ts';
import { type NightWish, startNight } from '../../shared/application/reconcile/start-night.ts';
import { workNights } from '../../shared/application/reconcile/work-nights.ts';
import type { NightMessage } from '../../shared/contracts/messages.ts';
import type { MonthProof } from '../../shared/contracts/month-proof.ts';
import type { Night } from '../../shared/contracts/night-item.ts';
import type { Pipeline } from './pipeline.ts';
import { operatorId } from './vendors-in-process.ts';

export const whose = { operatorId, target: 'xero' } as const;

export function startNightOf(pipeline: Pipeline, wish: Partial<NightWish> = {}) {
  const asked = { ...whose, actor: 'partner', reason: 'asked' as const };
  return startNight(pipeline.ports, { ...asked, ...wish });
}

/** What happens beside a night, and how it is stopped. */
export interface BesideNight {
  /** Called before each receive; true: nothing is received any more. */
  before?: (receive: number, message: NightMessage) => Promise<boolean | undefined>;
  /** What the worker of the next receive has; asked before each. */
  ports?: () => NightPorts;
}

/** Hands out steps as the queue does, and lets time pass while one is hidden. Returns the receives. */
export async function workThrough(
  pipeline: Pipeline,
  { before, ports: portsNow = () => pipeline.ports }: BesideNight = {},
): Promise<number> {
  const { ports, clock } = pipeline;
  const done = new Set<string>();
  let receives = 0;
  let receiveCount = 1;
  for (;;) {
    const message = ports.nightQueue.messages().find((one) => !done.has(JSON.stringify(one)));
    if (message === undefined) return receives;
    receives += 1;
    if (receives > 5_000) throw new Error('The night does not end.');
    if (await before?.(receives, message)) return receives;
    const [result] = await workNights([{ message, receiveCount }], portsNow());
    if (result?.kind === 'deferred') {
      receiveCount += 1;
      clock.advance(result.retryAfterSeconds * 1_000);
      continue;
    }
    receiveCount = 1;
    done.add(JSON.stringify(message));
  }
}

/** A whole night that somebody asks for. */
export async function aNightThrough(
  pipeline: Pipeline,
  wish: Partial<NightWish> = {},
): Promise<Night> {
  await startNightOf(pipeline, wish);
  await workThrough(pipeline);
  return nightOf(pipeline);
}

export async function nightOf({ ports }: Pipeline): Promise<Night> {
  const night = await ports.nights.get(operatorId, 'xero');
  if (night === undefined) throw new Error('There is no night.');
  return night;
}

export async function proofOf({ ports }: Pipeline, month: string): Promise<MonthProof> {
  const proof = await ports.monthProofs.get(operatorId, 'xero', month);
  if (proof === undefined) throw new Error(`The month ${month} is not proved.`);
  return proof;
}

/** Changes at the source of which nothing reaches us: their messages are gone. */
export async function lost(pipeline: Pipeline, change: () => Promise<unknown>): Promise<void> {
  await change();
  await pipeline.deliver();
  gone.set(pipeline, pipeline.changes.messages().length);
}

const gone = new WeakMap<Pipeline, number>();

/** Works what was asked for since the last loss. */
export async function workAsked(pipeline: Pipeline): Promise<void> {
  const asked = pipeline.changes.messages().slice(gone.get(pipeline) ?? 0);
  for (const message of asked) await pipeline.apply([message]);
}
