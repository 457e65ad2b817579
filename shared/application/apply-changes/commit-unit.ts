import type { ChangeMessage } from '../../contracts/messages.ts';
import type { Link } from '../../contracts/stored-items.ts';
import { applied, type Outcome } from '../../domain/apply/outcome.ts';
import { markAudited } from '../../domain/effects/effects.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { describeCause } from '../../domain/issues/causes.ts';
import { isSeenLater, versionToKeep } from '../../domain/versions/version-to-keep.ts';
import { auditAndMark, auditStored, auditWrites } from './audit-writes.ts';
import { flushHeld, updateLink } from './journal.ts';
import { type ApplyPorts, type Batch, keyOf, type Unit } from './unit.ts';

/** Skips that say "this state is older or nothing new": what stands for the record stays as it is. */
const silentSkips = new Set(['duplicate', 'older', 'deleted']);

/**
 * Makes the end of a unit durable: version on the link, or an issue; then the debts to the source are
 * put on their queue. Runs before the messages are acknowledged, so a crash only repeats it.
 */
export async function commitUnit(unit: Unit, batch: Batch): Promise<Outcome> {
  const outcome = unit.outcome ?? applied;
  if (outcome.kind !== 'applied') await auditAndMark(unit, batch);
  if (outcome.kind === 'parked') await raise(unit, outcome, batch.ports);
  else if (outcome.kind === 'applied') await commitApplied(unit, batch);
  else if (!silentSkips.has(outcome.reason)) await batch.ports.issues.resolve(keyOf(unit));
  if (outcome.kind === 'skipped' && outcome.reason === 'duplicate') await noteTime(unit, batch);
  await flushHeld(batch, [unit]);
  if (unit.link.owed.length > 0) await sendWriteBack(unit, batch);
  batch.ports.metrics.count(metricNames[outcome.kind]);
  batch.ports.log.info(`change.${outcome.kind}`, {
    operatorId: unit.link.operatorId,
    kind: unit.link.kind,
    sourceId: unit.link.sourceId,
    changes: unit.messages.length,
    ...(outcome.kind === 'skipped' ? { reason: outcome.reason } : {}),
    ...(outcome.kind === 'parked' ? { reason: outcome.cause } : {}),
  });
  return outcome;
}

const metricNames: Record<Outcome['kind'], string> = {
  applied: 'ChangeApplied',
  skipped: 'ChangeSkipped',
  parked: 'ChangeParked',
};

/** Parks a change whose record could not even be worked on. */
export async function parkMessage(
  message: ChangeMessage,
  outcome: Extract<Outcome, { kind: 'parked' }>,
  ports: ApplyPorts,
): Promise<void> {
  const { operatorId, target, kind, sourceId } = message;
  await auditStored({ operatorId, target, kind, sourceId }, ports);
  await raiseForMessage(message, outcome, ports);
}

/** The issue alone, for a record whose link may be what nobody can work with. */
export async function raiseForMessage(
  message: ChangeMessage,
  outcome: Extract<Outcome, { kind: 'parked' }>,
  ports: ApplyPorts,
): Promise<void> {
  const { operatorId, target, kind, sourceId } = message;
  await ports.issues.raise({
    operatorId,
    target,
    kind,
    sourceId,
    cause: outcome.cause,
    ...describeCause(outcome.cause, outcome.detail),
    lastSeenAt: nowOf(ports),
  });
  ports.metrics.count('ChangeParked');
}

async function commitApplied(unit: Unit, batch: Batch): Promise<void> {
  const writes = await auditWrites(unit, batch);
  if (unit.messages.length > 0 || writes.length > 0) {
    await updateLink(unit, batch, (link) => withVersion(markAudited(link, writes), unit));
  }
  await batch.ports.issues.resolve(keyOf(unit));
}

/** The state that stands was seen once more, later: what happened before that is out of date now. */
async function noteTime(unit: Unit, batch: Batch): Promise<void> {
  const { version } = unit;
  const isNews = (link: Link) => link.version !== undefined && isSeenLater(version, link.version);
  if (!isNews(unit.link)) return;
  await updateLink(unit, batch, (link) => (isNews(link) ? { ...link, version } : link));
}

/** Another lane may have applied a newer state meanwhile: an older one never takes its place. */
function withVersion(link: Link, unit: Unit): Link {
  // A record that only came along gets its version, if at all, where it is created.
  if (unit.messages.length === 0) return link;
  const version = versionToKeep(link.version, { seen: unit.seenVersion, applied: unit.version });
  // The change comes back, finds the same tie, and the source is asked.
  if (version === undefined) throw new DeferredError('versions_tie', 2);
  return { ...link, version };
}

async function raise(
  unit: Unit,
  outcome: Extract<Outcome, { kind: 'parked' }>,
  ports: ApplyPorts,
): Promise<void> {
  const label = unit.record.kind === 'contact' ? undefined : unit.record.record.number;
  await ports.issues.raise({
    ...keyOf(unit),
    cause: outcome.cause,
    ...describeCause(outcome.cause, outcome.detail),
    ...(label === undefined ? {} : { label }),
    lastSeenAt: nowOf(ports),
  });
}

async function sendWriteBack(unit: Unit, batch: Batch): Promise<void> {
  const key = keyOf(unit);
  await batch.ports.writeBacks.send(
    { schemaVersion: 1, ...key, epoch: batch.epoch },
    batch.ports.crypto.sha256Hex(`${Object.values(key).join('|')}|${unit.link.revision}`),
  );
}

function nowOf(ports: ApplyPorts): string {
  return new Date(ports.clock.nowEpochMs()).toISOString();
}
