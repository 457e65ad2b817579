import type { Issue } from '../../contracts/issue-items.ts';
import type { Link, LinkKey, SeenPayment } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Version } from '../../contracts/version.ts';
import type { Outcome } from '../../domain/apply/outcome.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Issues } from '../../ports/issues.ts';
import type { Ledger, LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Links } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { ChangeQueue, WriteBackQueue } from '../../ports/queues.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { Source, SourceFor } from '../../ports/source.ts';
import type { Tries } from '../../ports/tries.ts';

export interface ApplyPorts {
  connections: Connections;
  links: Links;
  issues: Issues;
  activities: Activities;
  settings: SettingsStore;
  tries: Tries;
  writeBacks: WriteBackQueue;
  /** The queue that the changes come from: what waited for one of them is put on it again. */
  changes: ChangeQueue;
  sourceFor: SourceFor;
  ledgerFor: LedgerFor;
  pacer: Pacer;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

export interface ReceivedChange {
  message: ChangeMessage;
  /** How often the queue handed it out; deferrals count too. */
  receiveCount: number;
}

/**
 * One record on its way into the ledger. `messages` are the changes it stands for (several when they
 * were coalesced, none when it is only needed by another record).
 */
export interface Unit {
  record: SourceRecord;
  link: Link;
  version: Version;
  /** The newest state that the link knew when the record was compared with it. */
  seenVersion?: Version | undefined;
  messages: ChangeMessage[];
  /** What its changes say of payments, those on the way to the newest state included. */
  paymentsSeen?: SeenPayment[];
  outcome?: Outcome;
  /** The ledger's id of the latest call that it refused for this record. */
  refusedRequestId?: string | undefined;
}

/** What all stages of one batch share. */
export interface Batch {
  operatorId: string;
  /** When work on its messages began. */
  begunAtEpochMs: number;
  epoch: number;
  /** The company in the target that is connected; nothing else may be posted to by this batch. */
  accountId: string | undefined;
  settings: LedgerSettings;
  source: Source;
  ledger: Ledger;
  ports: ApplyPorts;
  /** Target ids of contacts, by the source's id; filled by the contacts stage. */
  contactTargetIds: Map<string, string>;
  /** What is known of units and goes into the store with the next save of their links. */
  held: HeldChanges;
  /** Issues of records that went through: others may have waited for the same. */
  solved: Issue[];
}

export type HeldChanges = Map<Pick<Unit, 'link'>, Array<(link: Link) => Link>>;

export function keyOf(unit: Unit): LinkKey {
  const { operatorId, target, kind, sourceId } = unit.link;
  return { operatorId, target, kind, sourceId };
}

export function isOpen(unit: Unit): boolean {
  return unit.outcome === undefined;
}

/** Nothing of it stands in the ledger: what a creation needs is asked of these only. */
export function isToBeCreated({ link }: Pick<Unit, 'link'>): boolean {
  return link.targetId === undefined;
}

/** Open units of one kind, with the record's type narrowed. */
export function openOf<K extends SourceRecord['kind']>(
  units: Unit[],
  kind: K,
): Array<Unit & { record: Extract<SourceRecord, { kind: K }> }> {
  return units.filter((unit): unit is Unit & { record: Extract<SourceRecord, { kind: K }> } => {
    return unit.record.kind === kind && isOpen(unit);
  });
}
