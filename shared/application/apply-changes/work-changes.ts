import type { Connection } from '../../contracts/connection-item.ts';
import { type ChangeMessage, owedEventType, retryEventType } from '../../contracts/messages.ts';
import { skipped } from '../../domain/apply/outcome.ts';
import { effectPolicies } from '../../domain/effects/policies.ts';
import { BehindAsideError } from '../../domain/errors/errors.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import { isInUse, isLiveEpoch } from '../../domain/tokens/is-live-epoch.ts';
import { sourceName } from '../../source/source-name.ts';
import { targets } from '../../targets/registry.ts';
import { saveWhatIsHeld } from '../effects/journal.ts';
import { letGoPrepared } from '../effects/prepared.ts';
import type { ApplyPorts, OpenBatch } from './applier.ts';
import { buryDeleted } from './bury-deleted.ts';
import { rememberCarried } from './commit-unit.ts';
import { commitUnits } from './commit-units.ts';
import { byRecord, readUnits } from './read-units.ts';
import { recordsTogether } from './records-together.ts';
import { type DoneResult, done, type Results, type TriedChange } from './results.ts';
import type { Unit } from './unit.ts';

/**
 * From this try on a state is remembered before its work begins. Should the change be given up, which
 * must not touch the link any more, an older state that comes late would resolve its issue otherwise.
 */
const rememberedFromTry = 3;

/**
 * Works changes of one operator for one target together. Whatever ends is put into `results` at once.
 * @throws what stopped the work; what has no result by then is open.
 */
export async function workChanges(
  received: TriedChange[],
  results: Results,
  ports: ApplyPorts,
): Promise<void> {
  const messages = received.map(({ message }) => message);
  const [first] = received;
  if (first === undefined) return;
  const { operatorId } = first.message;
  // Read at every try, in one with the connections: that nothing stands aside is never remembered.
  const { connections, marks } = await ports.aside.withConnections(operatorId);
  const queue = changesQueueName(first.message.target);
  if (!first.isFromAside && marks.some((mark) => mark.queue === queue))
    throw new BehindAsideError();
  const fresh = messages.filter((message) => {
    const reason = staleness(message, connections);
    if (reason !== undefined) results.set(message, leave(message, reason, ports));
    return reason === undefined;
  });
  const buried = new Set(await buryDeleted(fresh, ports));
  for (const message of buried) results.set(message, done(skipped('deleted')));
  const live = fresh.filter((message) => !buried.has(message));
  const [firstLive] = live;
  if (firstLive === undefined) return;
  const target = connections.find(({ provider }) => provider === firstLive.target);
  const { begunAtEpochMs } = first;
  const batch = await openBatch({ message: firstLive, begunAtEpochMs, received }, target, ports);
  const asked = live.filter(({ eventType }) => eventType === owedEventType);
  for (const message of asked) results.set(message, done(await batch.opened.payOwed(message)));
  const changes = live.filter((message) => !asked.includes(message));
  await rememberTried(received, changes, ports);
  forgetOutdated(changes, batch);
  const atOnce = recordsTogether(first.receiveCount - first.rests);
  const records = [...byRecord(changes).values()];
  for (let at = 0; at < records.length; at += atOnce)
    await applyRecords(records.slice(at, at + atOnce).flat(), results, batch);
}

async function rememberTried(
  received: TriedChange[],
  live: ChangeMessage[],
  ports: ApplyPorts,
): Promise<void> {
  const often = received.filter(({ tries }) => tries >= rememberedFromTry);
  for (const { message } of often)
    if (live.includes(message)) await rememberCarried(message, ports);
}

/** A person who retries has mended something in the target: what was read before is out of date. */
function forgetOutdated(messages: ChangeMessage[], { opened }: OpenBatch): void {
  const retries = messages.filter(({ eventType }) => eventType === retryEventType);
  for (const { receivedAt } of retries) opened.forgetReadUntil(Date.parse(receivedAt));
}

/**
 * Reads, applies and commits. What was read before a failure is not read in vain, and what is known when it
 * fails is stored: what was done for others is not done in vain.
 */
async function applyRecords(
  messages: ChangeMessage[],
  results: Results,
  batch: OpenBatch,
): Promise<void> {
  const { units, stop } = await readUnits(messages, batch);
  try {
    const needed = units.length === 0 ? [] : await applyUnits(units, batch);
    await commitUnits([...needed, ...units], results, batch);
  } catch (error) {
    // Recovery: the caller's; what was written and is not stored is found by its key or a look-up.
    await saveWhatIsHeld(batch);
    throw error;
  }
  if (stop !== undefined) throw stop.error;
}

async function applyUnits(units: Unit[], batch: OpenBatch): Promise<Unit[]> {
  try {
    return await batch.opened.apply(units);
  } finally {
    letGoPrepared([...batch.prepared.keys()], batch);
  }
}

/** Dropped for good, so it is told: the record is not sent later. */
function leave(
  message: ChangeMessage,
  reason: 'stale_epoch' | 'target_not_connected',
  { log, metrics }: ApplyPorts,
): DoneResult {
  const { operatorId, kind, sourceId } = message;
  metrics.count('ChangeSkipped');
  log.info('change.skipped', { operatorId, kind, sourceId, changes: 1, reason });
  return done(skipped(reason));
}

/** Leftovers of an earlier connection, or of a target that was disconnected, die here. */
function staleness(message: ChangeMessage, connections: Connection[]) {
  const source = connections.find((connection) => connection.provider === sourceName);
  if (!isLiveEpoch(source, message.epoch)) return 'stale_epoch' as const;
  const target = connections.find((connection) => connection.provider === message.target);
  if (target === undefined || !isInUse(target)) return 'target_not_connected' as const;
  return undefined;
}

async function openBatch(
  work: { message: ChangeMessage; begunAtEpochMs: number; received: TriedChange[] },
  connection: Connection | undefined,
  ports: ApplyPorts,
): Promise<OpenBatch> {
  const { operatorId, target, epoch } = work.message;
  const before = work.received.filter((one) => one.receiveCount > 1 || one.isTriedBefore);
  const batch = {
    begunAtEpochMs: work.begunAtEpochMs,
    triedBefore: new Set(before.map((one) => one.message)),
    operatorId,
    target,
    epoch,
    accountId: connection?.account.id,
    connectedAt: connection?.sinceAt ?? connection?.connectedAt,
    source: ports.sourceFor(operatorId),
    policies: effectPolicies(targets[target]),
    ports,
    held: new Map(),
    told: new Set<string>(),
    prepared: new Map(),
    through: new Map(),
    near: { readAtEpochMs: 0, links: new Map() },
  };
  return { ...batch, opened: await ports.applier.open(batch) };
}
