import type { Account } from '../../contracts/account.ts';
import type { ListedAccount } from '../../contracts/account-items.ts';
import { isSameAccount } from './decide-account-match.ts';

export interface ConsentFacts {
  /** Every company that the token opens: those of earlier consents and of other operators, too. */
  listed: ListedAccount[];
  /** Those of them that this visit added. */
  added: ListedAccount[];
  /** When the person left for the provider's page. */
  startedAtEpochMs: number;
  /** The company that the operator is, or was, connected to. */
  present: Account | undefined;
  /** The person said beforehand that another company is meant. */
  mayBeOtherAccount: boolean;
  isHeldByOther: (account: Account) => boolean;
}

export type Recognition =
  | { kind: 'one'; account: ListedAccount }
  /** Only a person can tell. */
  | { kind: 'several'; accounts: ListedAccount[] }
  /** All that it can be belongs to other operators; named where it can be only one. */
  | { kind: 'taken'; account: ListedAccount | undefined }
  | { kind: 'none' };

/** The provider's clock may be behind ours by as much. */
const skewMs = 60_000;

/**
 * Says which of the listed companies a consent was about. Where tokens belong to a person the
 * list is the same whichever token asks, with the companies of other operators in it, and a company
 * that was connected before cannot be chosen again on its page. So what the consent added comes
 * first, then the company that the operator has, then what the provider says of the consent.
 */
export function recogniseAccount(facts: ConsentFacts): Recognition {
  const { listed, added, isHeldByOther } = facts;
  if (listed.length === 0) return { kind: 'none' };
  const free = listed.filter((account) => !isHeldByOther(account));
  const addedAndFree = added.filter((account) => !isHeldByOther(account));
  if (addedAndFree.length > 0) return chooseAdded(addedAndFree, facts);
  if (added.length > 0) return taken(added);
  if (free.length > 0) return chooseWithoutAddition(free, facts);
  const touched = listed.filter((account) => isTouched(account, facts));
  return taken(touched.length > 0 ? touched : listed);
}

/**
 * What a consent newly added. The provider's own word for it comes before its clock; where it tells
 * no dates, its word is all there is.
 */
export function addedAccounts(listed: ListedAccount[], startedAtEpochMs: number): ListedAccount[] {
  const recent = listed.filter(({ createdAtEpochMs, isOfThisConsent }) =>
    createdAtEpochMs === undefined
      ? isOfThisConsent === true
      : createdAtEpochMs >= startedAtEpochMs - skewMs,
  );
  const named = recent.filter(({ isOfThisConsent }) => isOfThisConsent === true);
  return named.length > 0 ? named : recent;
}

function chooseAdded(
  accounts: ListedAccount[],
  { present, mayBeOtherAccount }: ConsentFacts,
): Recognition {
  const known = present && accounts.find((account) => account.id === present.id);
  if (known !== undefined && !mayBeOtherAccount) return one(known);
  const [first] = accounts;
  return accounts.length === 1 && first !== undefined ? one(first) : several(accounts);
}

/**
 * The person pressed on with what was connected before. What the provider says of the consent is
 * then too little to choose by: it may name the event of another company's consent.
 */
function chooseWithoutAddition(free: ListedAccount[], facts: ConsentFacts): Recognition {
  const { present, mayBeOtherAccount } = facts;
  const known = present && free.find((account) => isSameAccount(present, account));
  const others = free.filter((account) => account !== known);
  const [first] = others;
  if (known !== undefined && (!mayBeOtherAccount || first === undefined)) return one(known);
  const isOnly = others.length === 1 && first !== undefined && isTouched(first, facts);
  return isOnly ? one(first) : several(others);
}

function isTouched(account: ListedAccount, { startedAtEpochMs }: ConsentFacts): boolean {
  const { updatedAtEpochMs = 0, isOfThisConsent = false } = account;
  return isOfThisConsent || updatedAtEpochMs >= startedAtEpochMs - skewMs;
}

function taken(accounts: ListedAccount[]): Recognition {
  return { kind: 'taken', account: accounts.length === 1 ? accounts[0] : undefined };
}

function one(account: ListedAccount): Recognition {
  return { kind: 'one', account };
}

function several(accounts: ListedAccount[]): Recognition {
  return { kind: 'several', accounts };
}
