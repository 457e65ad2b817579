const stages = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
];

/** Would the stage go back? Such a value is left out without a word; cleared first, any may follow. */
export function goesBack(present: string | undefined, asked: string | undefined): boolean {
  if (!present || !asked) return false;
  const [from, to] = [stages.indexOf(present), stages.indexOf(asked)];
  return from >= 0 && to >= 0 && to < from;
}

/** The further of two stages. */
export function furtherStage(one: string | undefined, other: string | undefined): string {
  return goesBack(one, other) || !other ? (one ?? '') : other;
}
