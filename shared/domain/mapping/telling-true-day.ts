import type { LineDraft } from '../ledger/drafts.ts';

/** A document that bears another day than its own says so, where everybody reads it who looks at it. */
export function tellingTrueDay<L extends Pick<LineDraft, 'description'>>(
  [first, ...rest]: L[],
  trueDay: string | undefined,
): L[] {
  if (first === undefined) return [];
  if (trueDay === undefined) return [first, ...rest];
  return [{ ...first, description: `${first.description} (raised on ${trueDay})` }, ...rest];
}
