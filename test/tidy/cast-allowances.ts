/**
 * Files outside test/ that may cast, each with the reason why a schema, a guard or `satisfies` cannot do it there.
 * An entry whose file no longer casts must go.
 */
export const castAllowances: Record<string, string> = {};
