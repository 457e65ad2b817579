/** `{ [key]: value }`, or nothing where the value is absent: spreads into exact optional fields. */
export function optional<K extends string, V>(
  key: K,
  value: V | null | undefined,
): { [P in K]?: V } {
  const out: { [P in K]?: V } = {};
  if (value !== undefined && value !== null) out[key] = value;
  return out;
}
