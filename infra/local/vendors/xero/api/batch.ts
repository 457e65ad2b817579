import type * as z from 'zod/mini';
import { type Outcome, restoreBook, snapshotBook } from '../core/book.ts';
import type { ScriptedRefusal } from '../gate/refusal-plan.ts';
import type { ViewObject } from '../reading/views.ts';
import { type ApiAnswer, validationAnswer } from './answers.ts';
import { type ApiCall, answerList } from './api-call.ts';
import { refusedElement } from './refusal-answers.ts';
import { readElements } from './request-body.ts';

export interface Batch<I, T> {
  /** Plural name of the resource, also the key of the request and of the answer. */
  readonly key: string;
  readonly schema: z.ZodMiniType<I>;
  readonly apply: (input: I) => Outcome<T>;
  readonly view: (value: T) => ViewObject;
  /** What an element that failed shows of itself beside its errors. */
  readonly echo: (input: I) => ViewObject;
  /** `HasErrors` on documents, `HasValidationErrors` on the rest. */
  readonly errorFlag: 'HasErrors' | 'HasValidationErrors';
}

/**
 * Applies the elements one by one, in order. With `summarizeErrors=false` the answer is 200 with one result per element;
 * without it one bad element makes the whole request a 400 and nothing is kept.
 */
export function runBatch<I, T>(call: ApiCall, batch: Batch<I, T>): ApiAnswer {
  const read = readElements(call, batch.key, batch.schema);
  if (!read.ok) return read.answer;
  const asksPerElement = call.url.searchParams.get('summarizeErrors')?.toLowerCase() === 'false';
  // Callers report that some faults of one element end the whole call all the same.
  const perElement = asksPerElement && !call.book.refusesWholeCalls;
  const before = perElement ? undefined : snapshotBook(call.book);
  const results = read.elements.map((input) => applyOne(call, batch, input));
  const failed = results.filter((result) => !result.outcome.ok);
  if (before !== undefined && failed.length > 0) {
    restoreBook(call.book, before);
    return validationAnswer(failed.map((result) => resultView(batch, result, true)));
  }
  return answerList(call, {
    [batch.key]: results.map((result) => resultView(batch, result, perElement)),
  });
}

interface Result<I, T> {
  readonly input: I;
  readonly outcome: Outcome<T>;
  /** A scripted refusal, in its own form. */
  readonly refusal?: ScriptedRefusal | undefined;
}

function applyOne<I, T>(call: ApiCall, batch: Batch<I, T>, input: I): Result<I, T> {
  const body = () =>
    JSON.stringify(input, (_key, each) => (typeof each === 'bigint' ? `${each}` : each));
  const refusal = call.refusals.ofElement({ path: call.url.pathname, body });
  if (refusal === undefined) return { input, outcome: batch.apply(input) };
  return { input, refusal, outcome: { ok: false, messages: [refusal.message] } };
}

function resultView<I, T>(
  batch: Batch<I, T>,
  result: Result<I, T>,
  withStatus: boolean,
): ViewObject {
  const { input, outcome, refusal } = result;
  if (refusal !== undefined) {
    const idField = `${batch.key.replace(/s$/, '')}ID`;
    return refusedElement(refusal, { echo: batch.echo(input), flag: batch.errorFlag, idField });
  }
  if (outcome.ok) {
    const marks = { [batch.errorFlag]: false, StatusAttributeString: 'OK', Warnings: [] };
    return { ...batch.view(outcome.value), ...(withStatus ? marks : {}) };
  }
  return {
    ...batch.echo(input),
    [batch.errorFlag]: true,
    StatusAttributeString: 'ERROR',
    ValidationErrors: outcome.messages.map((Message) => ({ Message })),
    Warnings: [],
  };
}
