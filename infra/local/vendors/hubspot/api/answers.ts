import { isoTime } from '../core/hubspot-dates.ts';
import type { Refusal } from '../crm/refusal.ts';

/** JSON as it goes out. */
export type View = string | number | boolean | null | readonly View[] | ViewObject;
export interface ViewObject {
  readonly [name: string]: View;
}

/** What a call is answered with; text is HTML of whoever stands in front of the application. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: ViewObject | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** HubSpot's error body, for a whole call or for one input of a batch. */
export function errorView(refusal: Refusal, correlationId?: string): ViewObject {
  const { category, message, subCategory, context, errors } = refusal;
  return {
    status: 'error',
    message,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(context === undefined ? {} : { context }),
    ...(errors === undefined ? {} : { errors: errors.map((each) => ({ ...each })) }),
    category,
    ...(subCategory === undefined ? {} : { subCategory }),
  };
}

export function errorAnswer(refusal: Refusal, correlationId: string): ApiAnswer {
  return { status: refusal.status, body: errorView(refusal, correlationId) };
}

/** A batch's answer: 207 as soon as one input failed. */
export function batchAnswer(
  batch: { readonly results: readonly ViewObject[]; readonly errors: readonly ViewObject[] },
  about: { readonly startedEpochMs: number; readonly goodStatus?: number },
): ApiAnswer {
  const { results, errors } = batch;
  const at = isoTime(about.startedEpochMs);
  const failed = errors.length > 0 ? { numErrors: errors.length, errors } : {};
  return {
    status: errors.length > 0 ? 207 : (about.goodStatus ?? 200),
    body: { status: 'COMPLETE', results, ...failed, startedAt: at, completedAt: at },
  };
}
