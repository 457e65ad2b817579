import type { Target } from '../../contracts/ids.ts';
import type { LinkKey, SeenPayment } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import type { Outcome } from '../../domain/apply/outcome.ts';
import type { EffectPolicies } from '../../domain/effects/policies.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Aside } from '../../ports/aside.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Documents } from '../../ports/documents.ts';
import type { Issues } from '../../ports/issues.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { ChangeQueue, WriteBackQueue } from '../../ports/queues.ts';
import type { RecordCounts } from '../../ports/record-counts.ts';
import type { Source, SourceFor } from '../../ports/source.ts';
import type { SourceReader } from '../../ports/source-reader.ts';
import type { Tries } from '../../ports/tries.ts';
import type { JournalUnit, SendingBatch } from '../effects/journal-batch.ts';
import type { NearLinks } from './near-links.ts';

/** What the engine works with; the applier of its target has what else that needs. */
export interface BatchPorts {
  connections: Connections;
  aside: Aside;
  links: RecordLinks;
  counts: RecordCounts;
  documents: Documents;
  issues: Issues;
  activities: Activities;
  tries: Tries;
  writeBacks: WriteBackQueue;
  /** The queue that the changes come from: what waited for one of them is put on it again. */
  changes: ChangeQueue;
  sourceFor: SourceFor;
  sourceReader: SourceReader;
  pacer: Pacer;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

/**
 * One record on its way into the target. `messages` are the changes it stands for (several when they
 * were coalesced, none when it is only needed by another record).
 */
export interface Unit extends JournalUnit {
  record: SourceRecord;
  messages: ChangeMessage[];
  /** What its changes say of payments, those on the way to the newest state included. */
  paymentsSeen?: SeenPayment[];
  outcome?: Outcome;
}

/** What all work on one batch shares, whatever its target. */
export interface Batch extends SendingBatch {
  operatorId: string;
  target: Target;
  epoch: number;
  /** The account in the target that is connected; nothing else may be written to by this batch. */
  accountId: string | undefined;
  /** Since when it is; ISO time. */
  connectedAt: string | undefined;
  source: Source;
  /** Whoever worked one of them then may have died, or failed, before its end was through. */
  triedBefore: ReadonlySet<ChangeMessage>;
  /** What the target allows after a try whose end is unknown. */
  policies: EffectPolicies;
  ports: BatchPorts;
  /**
   * Records that went through, or want nothing any more: what stands for them is resolved. Others may have
   * waited for the same, and end as such a one did.
   */
  through: Map<Unit, { othersEndAlike: boolean }>;
  near: NearLinks;
}

export function keyOf(unit: Pick<Unit, 'link'>): LinkKey {
  return linkKeyOf(unit.link);
}

export function isOpen(unit: Pick<Unit, 'outcome'>): boolean {
  return unit.outcome === undefined;
}
