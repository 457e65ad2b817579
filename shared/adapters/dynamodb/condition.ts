/** What must hold of the stored item for a write to apply; all parts together. */
export interface Condition {
  /** There is no item under the key yet. */
  isNew?: true;
  /** The item shows exactly these values. */
  equals?: Record<string, string | number>;
  /** The attribute is missing or not above the bound. */
  absentOrAtMost?: Record<string, number>;
  /** The attribute, a text, is missing or above the bound. */
  absentOrAbove?: Record<string, string>;
  /** This very write, known by its nonce, was not applied yet; for updates that add. */
  isOnce?: true;
}

/** A part of a request: an expression with the names and values it refers to. */
export interface Expression {
  text: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
}

/** Writes a condition as DynamoDB reads it. Every name is aliased: many plain words are reserved. */
export function conditionExpression(condition: Condition): Expression {
  const parts: string[] = condition.isNew ? ['attribute_not_exists(pk)'] : [];
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(condition.equals ?? {})) {
    names[`#is_${name}`] = name;
    values[`:is_${name}`] = value;
    parts.push(`#is_${name} = :is_${name}`);
  }
  for (const [name, bound] of Object.entries(condition.absentOrAtMost ?? {})) {
    names[`#most_${name}`] = name;
    values[`:most_${name}`] = bound;
    parts.push(`(attribute_not_exists(#most_${name}) OR #most_${name} <= :most_${name})`);
  }
  for (const [name, bound] of Object.entries(condition.absentOrAbove ?? {})) {
    names[`#above_${name}`] = name;
    values[`:above_${name}`] = bound;
    parts.push(`(attribute_not_exists(#above_${name}) OR #above_${name} > :above_${name})`);
  }
  // Name and value of the nonce are those of the change, which sets it.
  if (condition.isOnce) parts.push('(attribute_not_exists(#nonce) OR #nonce <> :nonce)');
  return { text: parts.join(' AND '), names, values };
}
