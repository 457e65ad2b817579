import type { CallCounts } from '../call-counts.ts';
import type { Counts } from './meter/measures.ts';

/** How invoices come: all at once and then all paid, or each created and paid before the next. */
export type Pattern = 'burst' | 'single';

/** How a stack is started. */
export interface StackChoice {
  readonly liftCaps: boolean;
  /** Processes of one function. */
  readonly maxProcesses: number;
}

/** What a stack of its own is told to do. */
export type Order =
  | ({ readonly order: 'start' } & StackChoice)
  | { readonly order: 'load'; readonly invoices: number; readonly pattern: Pattern }
  | { readonly order: 'stop' };

/** What it answers. */
export type Report =
  | { readonly report: 'ready' }
  | { readonly report: 'load'; readonly load: Load }
  | { readonly report: 'failed'; readonly reason: string };

/** What a number of invoices, created and paid, took from webhook to ledger and back. */
export interface Load {
  readonly invoices: number;
  readonly seconds: number;
  /** Accepted webhooks by type, echoes of our own writing included. */
  readonly events: CallCounts;
  readonly counts: Counts;
  /** Calls of the vendors' APIs by kind. */
  readonly stora: CallCounts;
  readonly xero: CallCounts;
  /** User and system CPU time of each function's processes. */
  readonly cpuMs: CallCounts;
  /** What the functions print, which CloudWatch takes in. */
  readonly logBytes: number;
}
