/** One value for each name, in their order. */
export function tableOf<Name extends string, T>(
  names: readonly Name[],
  makeValue: (name: Name) => T,
): Record<Name, T> {
  const table = Object.fromEntries(names.map((name) => [name, makeValue(name)]));
  if (hasAll<Name, T>(table, names)) return table;
  throw new Error(`A table lacks one of ${names.join(', ')}.`);
}

/** Whether every name has an entry, so that the table is one of all of them. */
export function hasAll<Name extends string, T>(
  table: object,
  names: readonly Name[],
): table is Record<Name, T> {
  return names.every((name) => Object.hasOwn(table, name));
}
