import type { StoraSandbox } from '../../infra/local/vendors/stora/stora-sandbox.ts';
import type { XeroSandbox } from '../../infra/local/vendors/xero/xero-sandbox.ts';
import type { Activity } from '../../shared/contracts/activity-item.ts';
import type { BackfillRun } from '../../shared/contracts/backfill-run.ts';
import type { Connection } from '../../shared/contracts/connection-item.ts';
import type { CountsRow } from '../../shared/contracts/counts-item.ts';
import type { Provider, RecordKind } from '../../shared/contracts/ids.ts';
import type { Issue } from '../../shared/contracts/issue-items.ts';
import type { Link } from '../../shared/contracts/link-item.ts';
import type { MonthProof, ProofPage } from '../../shared/contracts/month-proof.ts';
import type { Night } from '../../shared/contracts/night-item.ts';
import type { Lane } from '../../shared/ports/pacer.ts';

export type QueueName = 'changes-xero' | 'write-backs' | 'token-refreshes' | 'pages' | 'nights';
export type Phase = 'chaos' | 'calm' | 'quiet';

/** What happened, in the order of virtual time; invariants look at nothing else but this and the end state. */
export type Happening =
  | { kind: 'phase'; phase: Phase }
  /** A business operation or a person took effect. */
  | {
      kind: 'operation';
      operatorId: string;
      name: string;
      recordKind?: RecordKind;
      sourceId?: string;
    }
  | { kind: 'disconnected' | 'connected'; operatorId: string; provider: Provider; epoch: number }
  | { kind: 'fault'; fault: string; at: string }
  | {
      kind: 'webhook';
      operatorId: string;
      eventId: string;
      eventType: string;
      status: number;
      /** When it reached us, which is long before the answer where intake stood still. */
      arrivedAt: Pick<Entry, 'seq' | 'atEpochMs'>;
    }
  | {
      kind: 'sent';
      queue: QueueName;
      group: string;
      dedupeId: string;
      messageId: string;
      /** Its place on the queue, as whoever receives it is told. */
      sequence: string;
      body: string;
    }
  | { kind: 'received'; queue: QueueName; group: string; messageId: string; receiveCount: number }
  | { kind: 'acked'; queue: QueueName; group: string; messageId: string }
  | { kind: 'dead'; queue: QueueName; group: string; messageId: string }
  | {
      kind: 'invocation';
      state: 'started' | 'ended' | 'crashed' | 'timed_out';
      messageIds: string[];
    }
  /** A request reached a vendor (also when we never learn the answer). */
  | {
      kind: 'arrived';
      provider: Provider;
      /** Whose token it carries by the vendor's own books; undefined: not an API call or unknown token. */
      vendorAccount: string | undefined;
      /** Which operator the process meant; undefined for foreign calls. */
      operatorId: string | undefined;
      /** Epoch of the connection whose token is used, where known. */
      epoch: number | undefined;
      lane: Lane | undefined;
      isForeign: boolean;
      isLate: boolean;
      method: string;
      path: string;
      body: string;
      idempotencyKey: string | undefined;
      status: number;
      /** Same in `answered`; absent where nobody waits for an answer (foreign calls). */
      callId?: string;
      /** An answer of 5xx, 408 or nothing although the vendor's books changed. */
      isApplied?: boolean;
      /** How long a 429 asked to wait, by the vendor's clock. */
      waitMs?: number;
    }
  /** The end of a call as its client saw it; `edge_error`: a gateway's 502 over a good answer; `none`: no answer. */
  | { kind: 'answered'; callId: string; fate: 'received' | 'edge_error' | 'none' }
  /** Somebody asked the pacer for a slot: how long it took, or that it said "later". */
  | {
      kind: 'paced';
      operatorId: string;
      provider: Provider;
      lane: Lane;
      outcome: 'slot' | 'deferred';
      waitedMs: number;
    }
  /** A store's method took effect. `input`: its one argument, or all of them as a list. */
  | { kind: 'stored'; store: string; method: string; input: unknown; output: unknown }
  | { kind: 'logged'; level: 'info' | 'warn' | 'error'; text: string };

export interface Entry {
  seq: number;
  atEpochMs: number;
  /** Process in which it happened: `<function>-<number>`, `vendor`, `person` or `sim`. */
  process: string;
  what: Happening;
}

/** Everything that a run leaves behind. */
export interface FinishedRun {
  seed: number;
  /** The plan as it was drawn from the seed; printable. */
  plan: unknown;
  /** Each operator's name at the vendors: slug at Stora, tenant ids at Xero. */
  accounts: Readonly<Record<string, Readonly<Record<Provider, readonly string[]>>>>;
  history: readonly Entry[];
  operatorIds: readonly string[];
  /** Texts that must never show up in logs, queue bodies, errors or activities. */
  secrets: readonly string[];
  stora: StoraSandbox;
  xero: XeroSandbox;
  links: readonly Link[];
  issues: readonly Issue[];
  activities: readonly Activity[];
  connections: readonly Connection[];
  /** What is kept of how many records stand, by operator. */
  counts: readonly CountsRow[];
  /** The latest of each operator. */
  backfills: readonly BackfillRun[];
  /** The latest of each operator, under way or not. */
  nights: readonly Night[];
  /** What each month came to when it was compared last. */
  monthProofs: readonly MonthProof[];
  /** What nights read and still keep, without its rows. */
  proofPages: ReadonlyArray<Omit<ProofPage, 'rows'>>;
  /** Messages left on any queue. */
  leftOnQueues: ReadonlyArray<{ queue: QueueName; body: string }>;
  /** What stands beside the queues, and marks of what stood there. */
  leftAside: readonly string[];
  /** True when the run came to rest within the bound of virtual time. */
  isQuiet: boolean;
  startedAtEpochMs: number;
  endedAtEpochMs: number;
}

/** One invariant broken once. */
export interface Violation {
  /** `I1` … `I20`; `ENGINE` where the run itself went wrong (lost wake-up, unequal traces, a hang). */
  invariant: string;
  text: string;
}

export interface Invariant {
  /** `I1` … `I20`, as in SPEC.md. */
  id: string;
  title: string;
  /** One sentence per violation; empty when it holds. */
  check(run: FinishedRun): string[];
}
