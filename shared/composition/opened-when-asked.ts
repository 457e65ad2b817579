import { hasAll } from '../contracts/table-of.ts';

/**
 * A table whose entries are made when somebody asks for them first. A worker of one target is told of
 * no other: only who asks for such a one meets the error of making it.
 */
export function openedWhenAsked<Name extends string, T>(
  names: readonly Name[],
  open: (name: Name) => T,
): Record<Name, T> {
  const table: object = {};
  const opened = new Map<Name, T>();
  for (const name of names) {
    Object.defineProperty(table, name, {
      get: () => {
        const value = opened.get(name) ?? open(name);
        opened.set(name, value);
        return value;
      },
    });
  }
  if (hasAll<Name, T>(table, names)) return table;
  throw new Error(`A table lacks one of ${names.join(', ')}.`);
}
