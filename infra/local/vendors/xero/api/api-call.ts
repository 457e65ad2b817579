import type { Book, Stamp } from '../core/book.ts';
import type { RefusalPlan } from '../gate/refusal-plan.ts';
import type { ViewObject } from '../reading/views.ts';
import { type ApiAnswer, listAnswer } from './answers.ts';

/** One admitted call on the Accounting API. */
export interface ApiCall {
  readonly book: Book;
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  /** Values of the path's placeholders, in order. */
  readonly parameters: readonly string[];
  readonly stamp: Stamp;
  readonly maxElements: number;
  readonly refusals: RefusalPlan;
  /** More than 100,000 records: lists refuse filters that are not optimised. */
  readonly isHighVolume: boolean;
}

/** Answers one call; synchronous, so that a call is atomic. */
export type ApiHandler = (call: ApiCall) => ApiAnswer;

export interface ApiRoute {
  readonly method: string;
  /** Path under /api.xro/2.0 with `:` placeholders. */
  readonly path: string;
  readonly handle: ApiHandler;
}

/** 200 with the envelope. */
export function answerList(call: ApiCall, content: ViewObject): ApiAnswer {
  const { uuid, nowEpochMs } = call.stamp;
  return listAnswer({ uuid, nowEpochMs }, content);
}

/** The values of a comma-separated query parameter in lower case; undefined when absent. */
export function listParameter(call: ApiCall, name: string): ReadonlySet<string> | undefined {
  const text = call.url.searchParams.get(name);
  if (!text) return undefined;
  return new Set(text.split(',').map((each) => each.trim().replace(/^"|"$/g, '').toLowerCase()));
}

/** Places of unit amounts asked for by `unitdp`. */
export function unitPlaces(call: ApiCall): 2 | 4 {
  return call.url.searchParams.get('unitdp') === '4' ? 4 : 2;
}
