import {
  type ApiAnswer,
  batchAnswer,
  errorAnswer,
  errorView,
  type ViewObject,
} from '../api/answers.ts';
import type { ApiCall } from '../api/api-call.ts';
import type { Outcome, Refusal } from '../crm/refusal.ts';

/** One input of a batch. */
export interface Input {
  /** How the caller names it; its error is named by it. */
  readonly traceId: string | undefined;
  readonly apply: () => Outcome<ViewObject>;
}

const internal: Refusal = { status: 500, category: 'INTERNAL_ERROR', message: 'internal error' };

/**
 * Applies the inputs in order. Where they carry an `objectWriteTraceId` each, the answer is 207 with what failed;
 * without, the first refusal ends the whole call and nothing is kept.
 */
export function applyBatch(call: ApiCall, inputs: readonly Input[], goodStatus = 200): ApiAnswer {
  const isTraced = inputs.every(({ traceId }) => traceId !== undefined);
  const { multiStatus } = call.behaviour;
  const isPartial =
    call.failsOne || multiStatus === 'always' || (multiStatus === 'traced' && isTraced);
  const failing = call.failsOne ? Math.floor(inputs.length / 2) : undefined;
  const one = (input: Input, at: number): Done =>
    at === failing
      ? { input, outcome: { ok: false, refusal: internal } }
      : { input, outcome: call.account.store.transaction(input.apply, ({ ok }) => ok) };
  const outcomes = call.account.store.transaction(
    () => inputs.map(one),
    (all) => isPartial || !all.some(isWhole),
  );
  const failed = outcomes.flatMap(({ input, outcome }) => (outcome.ok ? [] : [{ input, outcome }]));
  const first = failed.find(isWhole);
  if (first !== undefined && !isPartial) return errorAnswer(first.outcome.refusal, call.uuid());
  return batchAnswer(
    {
      results: outcomes.flatMap(({ input, outcome }) =>
        outcome.ok ? [{ ...outcome.value, ...traced(input) }] : [],
      ),
      errors: failed.map(({ input, outcome }) => errorView(withTrace(outcome.refusal, input))),
    },
    { startedEpochMs: call.nowEpochMs, goodStatus },
  );
}

interface Done {
  readonly input: Input;
  readonly outcome: Outcome<ViewObject>;
}

// What is not there is told by itself in any case.
function isWhole({ outcome }: Done): boolean {
  return !outcome.ok && outcome.refusal.category !== 'OBJECT_NOT_FOUND';
}

function traced({ traceId }: Input): ViewObject {
  return traceId === undefined ? {} : { objectWriteTraceId: traceId };
}

function withTrace(refusal: Refusal, { traceId }: Input): Refusal {
  if (traceId === undefined) return refusal;
  return { ...refusal, context: { ...refusal.context, objectWriteTraceId: [traceId] } };
}
