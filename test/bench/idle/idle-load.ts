import type { StoredForms } from '../../../shared/contracts/stored-forms.ts';
import type { Counts } from '../calls/meter/measures.ts';

/** What of the idle work a count belongs to. */
export type IdlePhase = 'sweep' | 'refresh' | 'tend';

/** How much is run. */
export interface IdleOrder {
  readonly operators: number;
  /** Ticks of five minutes that are not counted, and those that are. */
  readonly warmUpTicks: number;
  readonly ticks: number;
  /** Absent: this version's own, or those of a version that knows no other. */
  readonly forms?: StoredForms;
}

/** What was counted of operators for whom nothing happens. */
export interface IdleLoad extends IdleOrder {
  readonly phases: Readonly<Record<IdlePhase, Counts>>;
  readonly refreshes: number;
  /** Of the worker that refreshes, ten messages each at most. */
  readonly batches: number;
  /** Calls of SQS: sends, and a receive and a delete for each batch. */
  readonly sqsRequests: number;
  readonly vendorCalls: number;
}

export type IdleReport =
  | { readonly report: 'load'; readonly load: IdleLoad }
  | { readonly report: 'failed'; readonly reason: string };
