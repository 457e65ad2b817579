import * as z from 'zod/mini';
import { inEnglish } from '../../common/in-english.ts';
import { AwsError } from './aws-error.ts';

/**
 * Parses a request body with its schema.
 * @throws AwsError with the given code, naming the first field that is wrong.
 */
export function parseInput<Schema extends z.ZodMiniType>(
  schema: Schema,
  body: unknown,
  errorCode: string,
): z.output<Schema> {
  const result = z.safeParse(schema, body, inEnglish);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'body';
  throw new AwsError({
    code: errorCode,
    message: `${field}: ${issue?.message ?? 'is not valid'}`,
  });
}
