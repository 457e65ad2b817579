import type { ListedAccount } from '../../contracts/account-items.ts';
import type { Provider } from '../../contracts/ids.ts';

/** What the page asks on which a person says which company belongs to the operator. */
export interface AccountChoice {
  provider: Provider;
  operatorName: string;
  options: AccountOption[];
}

export interface AccountOption {
  accountId: string;
  name: string;
  /** The name is the most like the operator's; chosen beforehand. */
  isBestMatch: boolean;
}

/** The options in the order of their names, the best match first. */
export function accountChoice(facts: {
  provider: Provider;
  operatorName: string;
  accounts: ListedAccount[];
}): AccountChoice {
  const { provider, operatorName, accounts } = facts;
  const best = bestMatch(operatorName, accounts);
  const options = accounts
    .map(({ id, name }) => ({ accountId: id, name, isBestMatch: id === best?.id }))
    .sort((a, b) => Number(b.isBestMatch) - Number(a.isBestMatch) || compare(a.name, b.name));
  return { provider, operatorName, options };
}

/** Undefined where no name has a word in common, or two are as good. */
function bestMatch(operatorName: string, accounts: ListedAccount[]): ListedAccount | undefined {
  const wanted = wordsOf(operatorName);
  const rated = accounts
    .map((account) => ({ account, rating: likeness(wanted, wordsOf(account.name)) }))
    .sort((a, b) => b.rating - a.rating);
  const [first, second] = rated;
  if (first === undefined || first.rating === 0 || first.rating === second?.rating)
    return undefined;
  return first.account;
}

/** Words in common, of all words there are (Jaccard). */
function likeness(wanted: Set<string>, words: Set<string>): number {
  const common = [...words].filter((word) => wanted.has(word)).length;
  return common / Math.max(1, new Set([...wanted, ...words]).size);
}

/** Legal forms say nothing about who it is. */
const legalForms = new Set([
  ...['ltd', 'limited', 'plc', 'llp', 'llc', 'inc', 'co', 'company', 'corp', 'pty', 'the', 'and'],
  ...['gmbh', 'ag', 'bv', 'sa', 'sas', 'sarl', 'srl', 'ab', 'as', 'oy', 'aps'],
]);

function wordsOf(name: string): Set<string> {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}\p{Mark}]+/u)
    .map((word) => word.replaceAll(/\p{Mark}/gu, ''));
  return new Set(words.filter((word) => word !== '' && !legalForms.has(word)));
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en');
}
