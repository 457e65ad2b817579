import type { Connection } from '../../contracts/connection-item.ts';
import { type ChangeMessage, owedEventType, retryEventType } from '../../contracts/messages.ts';
import { type Outcome, parked, skipped } from '../../domain/apply/outcome.ts';
import { triesAtMost } from '../../domain/retry/tries.ts';
import { optional } from '../../domain/source/optional.ts';
import { isInUse, isLiveEpoch } from '../../domain/tokens/is-live-epoch.ts';
import type { Log } from '../../ports/log.ts';
import { ensureLedgerSettings } from '../connect/ensure-ledger-settings.ts';
import { payOwedNote } from '../post-to-ledger/add-history-notes.ts';
import { applyUnits } from '../post-to-ledger/apply-units.ts';
import { buryContacts } from '../post-to-ledger/bury-contacts.ts';
import { type NotedDeferral, type TriedMessage, workCounted } from '../retry/work-counted.ts';
import { commitUnit, parkMessage, raiseForMessage, rememberCarried } from './commit-unit.ts';
import { type Failure, failureOf, requestIdOf } from './failure.ts';
import { byRecord, readUnits } from './read-units.ts';
import { recordsTogether } from './records-together.ts';
import type { ApplyPorts, Batch, ReceivedChange } from './unit.ts';
import { wakeThoseWaiting } from './wake-those-waiting.ts';

/** What the queue does with one change. */
export type ChangeResult =
  | { kind: 'done'; outcome: Outcome }
  | { kind: 'deferred'; retryAfterSeconds: number; reason: string };

type TriedChange = TriedMessage<ChangeMessage>;
type DoneResult = Extract<ChangeResult, { kind: 'done' }>;
type NotedResult = DoneResult | NotedDeferral;

/**
 * From this try on a state is remembered before its work begins. Should the change be given up, which
 * must not touch the link any more, an older state that comes late would resolve its issue otherwise.
 */
const rememberedFromTry = 3;

/**
 * Applies the changes of one operator, in order, to the target. Every change ends applied, skipped or
 * parked, or the whole rest is deferred; state decides, so doing it twice does no harm. A change whose
 * work came to no end five times is parked.
 */
export async function applyChanges(
  received: ReceivedChange[],
  ports: ApplyPorts,
): Promise<ChangeResult[]> {
  const first = received[0]?.message;
  if (first === undefined) return [];
  return workCounted(
    received,
    {
      operatorId: first.operatorId,
      queue: `changes-${first.target}`,
      keyOf: ({ kind, sourceId, eventId }) => `${kind}|${sourceId}|${eventId}`,
      work: (batch) => applyTried(batch, ports),
      giveUp: (message) => giveUp(message, ports),
    },
    ports,
  );
}

async function giveUp(message: ChangeMessage, ports: ApplyPorts): Promise<DoneResult> {
  if (message.eventType === owedEventType) return putOff(message, ports);
  const outcome = parked('unexpected', `tried ${triesAtMost} times without an end`);
  try {
    await parkMessage(message, outcome, ports);
  } catch (error) {
    // Recovery: the link itself may be the trouble; what it knows of writes is audited with the retry.
    const { operatorId, sourceId } = message;
    ports.log.error('change.parked_without_audit', { operatorId, sourceId }, error);
    await raiseForMessage(message, outcome, ports);
  }
  return done(outcome);
}

/** No document is parked for a note: the debt stands on the link. */
function putOff({ operatorId, kind, sourceId }: ChangeMessage, ports: ApplyPorts): DoneResult {
  ports.log.error('owed_note.put_off', { operatorId, kind, sourceId });
  ports.metrics.count('OwedNotePutOff');
  return done(skipped('put_off'));
}

async function applyTried(received: TriedChange[], ports: ApplyPorts): Promise<NotedResult[]> {
  const results = new Map<ChangeMessage, NotedResult>();
  try {
    await applyBatch(received, results, ports);
  } catch (error) {
    // Recovery: what is not done yet comes back, alone if it was in company, parked if it was not.
    await recover(received, results, { error, ports });
  } finally {
    const [first] = received;
    if (first !== undefined) await ports.pacer.settle(first.message.operatorId);
  }
  return received.map(({ message }) => results.get(message) ?? deferred('not_reached', 30));
}

async function applyBatch(
  received: TriedChange[],
  results: Map<ChangeMessage, NotedResult>,
  ports: ApplyPorts,
): Promise<void> {
  const messages = received.map(({ message }) => message);
  const [first] = received;
  if (first === undefined) return;
  const connections = await ports.connections.list(first.message.operatorId);
  const fresh = messages.filter((message) => {
    const reason = staleness(message, connections);
    if (reason !== undefined) results.set(message, leave(message, reason, ports));
    return reason === undefined;
  });
  const buried = new Set(await buryContacts(fresh, ports));
  for (const message of buried) results.set(message, done(skipped('deleted')));
  const live = fresh.filter((message) => !buried.has(message));
  const [firstLive] = live;
  if (firstLive === undefined) return;
  const target = connections.find(({ provider }) => provider === firstLive.target);
  const batch = {
    ...(await openBatch(firstLive, target, ports)),
    begunAtEpochMs: first.begunAtEpochMs,
  };
  const asked = live.filter(({ eventType }) => eventType === owedEventType);
  for (const message of asked) results.set(message, done(await payOwedNote(message, batch)));
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

/** A person who retries has mended something in the ledger: what was read before is out of date. */
function forgetOutdated(messages: ChangeMessage[], batch: Batch): void {
  const retries = messages.filter(({ eventType }) => eventType === retryEventType);
  for (const { receivedAt } of retries) batch.ledger.catalogue.forget(Date.parse(receivedAt));
}

/** Reads, applies and commits. What was read before a failure is not read in vain. */
async function applyRecords(
  messages: ChangeMessage[],
  results: Map<ChangeMessage, NotedResult>,
  batch: Batch,
): Promise<void> {
  const { units, stop } = await readUnits(messages, batch);
  const needed = units.length === 0 ? [] : await applyUnits(units, batch);
  for (const unit of [...needed, ...units]) {
    const outcome = await commitUnit(unit, batch);
    for (const message of unit.messages) results.set(message, done(outcome));
  }
  await wakeThoseWaiting([...needed, ...units], batch);
  if (stop !== undefined) throw stop.error;
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
  const source = connections.find((connection) => connection.provider === 'stora');
  if (!isLiveEpoch(source, message.epoch)) return 'stale_epoch' as const;
  const target = connections.find((connection) => connection.provider === message.target);
  if (target === undefined || !isInUse(target)) return 'target_not_connected' as const;
  return undefined;
}

async function openBatch(
  message: ChangeMessage,
  connection: Connection | undefined,
  ports: ApplyPorts,
): Promise<Omit<Batch, 'begunAtEpochMs'>> {
  const { operatorId, target, epoch } = message;
  const accountId = connection?.account.id;
  const connectedAt = connection?.sinceAt ?? connection?.connectedAt;
  const owner = { operatorId, target, accountId, connectedAt };
  const settings = await ensureLedgerSettings(ports, owner);
  return {
    operatorId,
    epoch,
    accountId,
    settings,
    source: ports.sourceFor(operatorId),
    ledger: ports.ledgerFor(operatorId, accountId),
    ports,
    contactTargetIds: new Map(),
    held: new Map(),
    solved: [],
  };
}

async function recover(
  received: TriedChange[],
  results: Map<ChangeMessage, NotedResult>,
  context: { error: unknown; ports: ApplyPorts },
): Promise<void> {
  const { error, ports } = context;
  const open = received.filter(({ message }) => !results.has(message));
  const failure = failureOf(error, { received: open, nowEpochMs: ports.clock.nowEpochMs() });
  report(failure, open, { error, log: ports.log });
  if (failure.kind === 'park' || failure.kind === 'unforeseen') {
    if (open.length > 1) return applyEachAlone(open, results, ports);
    for (const { message } of open) {
      if (failure.kind === 'unforeseen' && !failure.isLastTry) {
        results.set(message, deferred(failure.reason, failure.retryAfterSeconds));
        continue;
      }
      if (message.eventType === owedEventType) {
        results.set(message, putOff(message, ports));
        continue;
      }
      const refusal = parked(failure.cause, failure.detail);
      const outcome = { ...refusal, ...optional('requestId', requestIdOf(error)) };
      await rememberCarried(message, ports);
      await parkMessage(message, outcome, ports);
      results.set(message, done(outcome));
    }
    return;
  }
  const { kind: _kind, ...wait } = failure;
  for (const { message } of open) results.set(message, { kind: 'deferred', ...wait });
}

/** A wait for the pace, a lock or a person is in order; only what failed is worth a look. */
function report(
  failure: Failure,
  open: TriedChange[],
  { error, log }: { error: unknown; log: Log },
): void {
  const { reason, kind: decision } = failure;
  const { operatorId } = open[0]?.message ?? {};
  const facts = { operatorId, messages: open.length, reason };
  if (failure.kind === 'defer' && failure.wait !== 'failure') {
    const { retryAfterSeconds } = failure;
    log.info('changes.put_off', { ...facts, retryAfterSeconds });
    return;
  }
  const requestId = requestIdOf(error);
  log.warn('changes.failed', { ...facts, decision, requestId });
  if (decision === 'unforeseen') log.error('changes.unforeseen', facts, error);
}

/** One bad record must not hold up its neighbours: each gets a try of its own, in order. */
async function applyEachAlone(
  open: TriedChange[],
  results: Map<ChangeMessage, NotedResult>,
  ports: ApplyPorts,
): Promise<void> {
  for (const change of open) {
    const [result] = await applyTried([change], ports);
    if (result === undefined) return;
    results.set(change.message, result);
    if (result.kind === 'deferred') return;
  }
}

function done(outcome: Outcome): DoneResult {
  return { kind: 'done', outcome };
}

function deferred(reason: string, retryAfterSeconds: number): NotedDeferral {
  return { kind: 'deferred', reason, retryAfterSeconds };
}
