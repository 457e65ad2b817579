import * as z from 'zod/mini';
import { inEnglish } from '../contracts/in-english.ts';

/**
 * Reads a function's settings from the environment.
 * @throws Error that names every missing or malformed variable at once; values are not repeated.
 */
export function parseEnv<T extends z.core.$ZodType>(
  schema: T,
  env: Record<string, string | undefined>,
): z.infer<T> {
  const parsed = z.safeParse(schema, env, inEnglish);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment of this function is not usable. ${problems.join(' ')}`);
}
