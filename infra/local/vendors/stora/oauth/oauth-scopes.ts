/** Splits a space-joined scope text; commas stay part of a name, so a comma list is invalid. */
export function splitScopes(scope: string): string[] {
  return [...new Set(scope.split(' ').filter((name) => name !== ''))];
}

/** True when text is a well-formed, non-empty list within the allowed scopes. */
export function areScopesAllowed(scope: string, allowed: readonly string[]): boolean {
  const names = splitScopes(scope);
  return names.length > 0 && names.every((name) => allowed.includes(name));
}

/** True when both lists name the same scopes in any order. */
export function areScopesEqual(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}
