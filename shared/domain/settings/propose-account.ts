import type { CatalogueAccount } from '../ledger/drafts.ts';
import type { UsedCode } from './source-uses.ts';

/** What fits a code of the source by the look of it; a person decides. */
export type Proposal =
  /** The chart has an active account of this very code. */
  | { kind: 'same_code'; account: CatalogueAccount }
  /** Exactly one account is called like the code, or like what bears it. */
  | { kind: 'by_name'; account: CatalogueAccount }
  /** Several are, so none is proposed. */
  | { kind: 'ambiguous'; accounts: CatalogueAccount[] }
  | { kind: 'none' };

/** By code first and then by name; where several could be meant none is chosen. */
export function proposeAccount(used: UsedCode, accounts: readonly CatalogueAccount[]): Proposal {
  const usable = accounts.filter(
    ({ isActive, type, code }) => isActive && type !== 'BANK' && code !== undefined,
  );
  const [same, ...others] = usable.filter(({ code }) => code === used.code);
  if (same !== undefined && others.length === 0) return { kind: 'same_code', account: same };
  return byName(used, usable);
}

function byName(used: UsedCode, usable: readonly CatalogueAccount[]): Proposal {
  const wanted = wordsOf([used.code ?? '', ...used.names].join(' '));
  const named = usable.filter(({ name }) => wordsOf(name).some((word) => wanted.includes(word)));
  const [only, ...more] = named;
  if (only === undefined) return { kind: 'none' };
  if (more.length > 0) return { kind: 'ambiguous', accounts: named };
  return { kind: 'by_name', account: only };
}

/** Words that are part of too many names to tell anything. */
const common = new Set([
  'unit',
  'type',
  'product',
  'account',
  'sales',
  'income',
  'other',
  'fees',
  'storage',
]);
const wordLengthAtLeast = 4;

/** Without endings, so that RENT, rents and rental are one word. */
function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= wordLengthAtLeast && !common.has(word))
    .map((word) => word.replace(/(als?|s|es|ing)$/, ''));
}
