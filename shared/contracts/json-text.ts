import * as z from 'zod/mini';

/** A JSON text that must hold what the schema says; used for structured environment values. */
export function jsonText<T extends z.core.$ZodType>(schema: T) {
  return z.pipe(
    z.pipe(
      z.string(),
      z.transform((text: string, context): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          // Recovery: reported as an ordinary schema problem, beside all others.
          context.issues.push({ code: 'custom', message: 'Not valid JSON.', input: text });
          return z.NEVER;
        }
      }),
    ),
    schema,
  );
}
