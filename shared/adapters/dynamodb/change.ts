import type { Expression } from './condition.ts';

/** What an update does to an item; everything else of the item stays. */
export interface Change {
  set?: Record<string, unknown>;
  /** Set only where the attribute is missing. */
  setOnce?: Record<string, unknown>;
  add?: Record<string, number>;
  remove?: string[];
}

/** Writes a change as DynamoDB reads it. */
export function changeExpression(change: Change): Expression {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const aliasOf = (name: string) => {
    names[`#${name}`] = name;
    return `#${name}`;
  };
  const placeOf = (name: string, value: unknown) => {
    values[`:${name}`] = value;
    return `:${name}`;
  };
  const sets = [
    ...defined(change.set).map(([name, value]) => `${aliasOf(name)} = ${placeOf(name, value)}`),
    ...defined(change.setOnce).map(([name, value]) => {
      return `${aliasOf(name)} = if_not_exists(${aliasOf(name)}, ${placeOf(name, value)})`;
    }),
  ];
  const adds = defined(change.add).map(([name, by]) => `${aliasOf(name)} ${placeOf(name, by)}`);
  const clauses = [
    { word: 'SET', parts: sets },
    { word: 'ADD', parts: adds },
    { word: 'REMOVE', parts: (change.remove ?? []).map(aliasOf) },
  ].filter(({ parts }) => parts.length > 0);
  const text = clauses.map(({ word, parts }) => `${word} ${parts.join(', ')}`).join(' ');
  return { text, names, values };
}

function defined(fields: Record<string, unknown> = {}): Array<[string, unknown]> {
  return Object.entries(fields).filter(([, value]) => value !== undefined);
}
