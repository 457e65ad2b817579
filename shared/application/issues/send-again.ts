import type { Connection } from '../../contracts/connection-item.ts';
import type { Target } from '../../contracts/ids.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import { type ChangeMessage, retryEventType } from '../../contracts/messages.ts';
import type { Woken } from '../../domain/issues/choose-woken.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import { type Asking, changeAbout } from '../../domain/source/change-about.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Issues } from '../../ports/issues.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import { sourceName } from '../../source/source-name.ts';

export interface SendAgainDeps {
  issues: Issues;
  connections: Connections;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

export interface Wave {
  operatorId: string;
  target: Target;
  queue: ChangeQueue;
  /** In the order in which they are to be tried. */
  woken: readonly Woken[];
  /** What changed, for the audit. */
  because: 'record_stands' | 'cause_gone' | 'connected' | 'asking';
  /** So many at a time; what is beyond follows when these went through, or with the next sweep. @default 100 */
  atMost?: number;
}

const wokenAtMost = 100;

/**
 * Sends parked records to be tried again without a person. Only their references travel, as when a
 * person retries. Nothing is sent while a connection is missing: the worker would drop it.
 */
export async function sendAgain(deps: SendAgainDeps, wave: Wave): Promise<number> {
  const woken = wave.woken.slice(0, wave.atMost ?? wokenAtMost);
  const [first] = woken;
  if (first === undefined) return 0;
  const source = connectedSource(await deps.connections.list(wave.operatorId), wave.target);
  if (source === undefined) return 0;
  await sendAll(deps, wave.queue, { woken, epoch: source.epoch });
  const { operatorId, target, because } = wave;
  deps.metrics.count('IssueWoken', woken.length);
  deps.log.info('issues.woken', { operatorId, records: woken.length, reason: because });
  if (because !== 'asking') {
    const { cause } = first.issue;
    await deps.activities.append({
      operatorId,
      activityId: deps.crypto.uuid(),
      at: nowOf(deps),
      type: 'issues.woken',
      actor: 'rollerdoor',
      detail: { target, records: woken.length, cause, because },
    });
  }
  return woken.length;
}

/** The source's connection, where both sides work. */
export function connectedSource(
  connections: readonly Connection[],
  target: Target,
): Connection | undefined {
  const connected = connections.filter(({ status }) => status === 'connected');
  if (!connected.some(({ provider }) => provider === target)) return undefined;
  return connected.find(({ provider }) => provider === sourceName);
}

async function sendAll(
  deps: SendAgainDeps,
  queue: ChangeQueue,
  { woken, epoch }: { woken: Woken[]; epoch: number },
): Promise<void> {
  const at = nowOf(deps);
  const messages = woken.map(({ issue }) => {
    const key = linkKeyOf(issue);
    // Two who wake the same issue send one message.
    const name = ['woken', ...Object.values(key), epoch, issue.lastSeenAt, issue.times].join('|');
    const eventId = deps.crypto.sha256Hex(name);
    return { message: retryOf(key, { epoch, eventId, at }), dedupeId: eventId };
  });
  await queue.sendAll(messages);
  for (const { issue, marks } of woken)
    await deps.issues.noteWoken(linkKeyOf(issue), {
      wokenAt: at,
      wokenTimes: issue.times,
      ...marks,
    });
}

/** The change that asks for a record anew. */
export function retryOf(key: LinkKey, asking: Omit<Asking, 'eventType'>): ChangeMessage {
  return changeAbout(key, { ...asking, eventType: retryEventType });
}

function nowOf({ clock }: SendAgainDeps): string {
  return new Date(clock.nowEpochMs()).toISOString();
}
