import * as z from 'zod/mini';
import type { InvocationResult } from '../lambda/invocation.ts';

export interface BatchOutcome {
  /** Messages to delete; all others stay hidden until their visibility runs out. */
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
}

const report = z.nullable(
  z.looseObject({
    batchItemFailures: z.nullish(
      z.array(z.looseObject({ itemIdentifier: z.string().check(z.minLength(1)) })),
    ),
  }),
);

/**
 * Decides which messages of a batch are done, by Lambda's rules for SQS: a failed invocation fails the whole
 * batch; with partial responses null, `{}` and an empty list are success, and an item that is unknown, empty, null
 * or under another key fails the whole batch.
 */
export function decideBatchOutcome(
  messageIds: readonly string[],
  result: InvocationResult,
  reportsItemFailures: boolean,
): BatchOutcome {
  const none: BatchOutcome = { succeeded: [], failed: messageIds };
  if (result.kind !== 'succeeded') return none;
  if (!reportsItemFailures) return { succeeded: messageIds, failed: [] };
  const parsed = z.safeParse(report, parseJson(result.payload));
  if (!parsed.success) return none;
  const failures = parsed.data?.batchItemFailures ?? [];
  const reported = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  if ([...reported].some((id) => !messageIds.includes(id))) return none;
  return {
    succeeded: messageIds.filter((id) => !reported.has(id)),
    failed: messageIds.filter((id) => reported.has(id)),
  };
}

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    // No JSON is no report: it fails the batch like any other wrong shape.
    return undefined;
  }
}
