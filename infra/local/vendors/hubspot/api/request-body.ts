import * as z from 'zod/mini';
import { inEnglish } from '../../../common/in-english.ts';
import { invalid, type Outcome, refused } from '../crm/refusal.ts';
import type { ApiCall } from './api-call.ts';

/** The most inputs of a batch, which is HubSpot's figure. */
export const maxInputs = 100;

/** A batch's body: from 1 to 100 inputs. */
export function inputs<T extends z.core.$ZodType>(input: T) {
  return z.object({ inputs: z.array(input) });
}

/** Values of properties: text only. */
export const values = z.record(z.string(), z.string());

/** Reads the body by a schema; what does not fit is told as HubSpot's reader of JSON tells it. */
export function readBody<T>(call: ApiCall, schema: z.ZodMiniType<T>): Outcome<T> {
  const json = parseJson(call.body);
  if (json === undefined)
    return refused(invalid('Invalid input JSON on line 1, column 1: Unexpected end-of-input'));
  const parsed = z.safeParse(schema, json.value, inEnglish);
  if (!parsed.success)
    return refused(invalid(`Invalid input JSON: ${firstIssue(parsed.error.issues)}`));
  const size = inputsOf(json.value)?.length;
  if (size === 0) return refused(invalid('The inputs must not be empty.'));
  if (size !== undefined && size > maxInputs)
    return refused(
      invalid(
        `The maximum number of inputs supported in a batch request for this endpoint is ${maxInputs}.`,
      ),
    );
  return { ok: true, value: parsed.data };
}

function parseJson(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    // The caller sent no JSON: answered with 400.
    return undefined;
  }
}

function inputsOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || !('inputs' in value)) return undefined;
  return Array.isArray(value.inputs) ? value.inputs : undefined;
}

function firstIssue(issues: readonly z.core.$ZodIssue[]): string {
  const [issue] = issues;
  return `${issue?.message ?? ''} at ${issue?.path.join('.') || 'the root'}`;
}
