import type { ProofRow } from '../../contracts/month-proof.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { ownAllocation, refundedOf } from '../effects/credits.ts';
import { isDone } from '../effects/effects.ts';
import { moneyWords } from '../money/money-words.ts';
import { behind, type Finding, finding, type Words } from './finding.ts';
import type { IndexedFacts } from './indexed-facts.ts';
import type { WholePair } from './judge-content.ts';

/** What was received, and on which account; what our closing note did. */
export function judgePayments(pair: WholePair, facts: IndexedFacts): Finding[] {
  const { source, ledger, link } = pair;
  const words = {
    source: moneyWords(source.paidMinor, source.currency),
    ledger: moneyWords(ledger.paidMinor, ledger.currency),
  };
  const wantedMinor = payableOf(source);
  const paid =
    ledger.paidMinor < wantedMinor
      ? lessPaid(pair, words, { wantedMinor, facts })
      : ledger.paidMinor > wantedMinor
        ? morePaid(pair, words, { wantedMinor, facts })
        : [];
  const closing = link?.posted?.closing;
  const isSet = closing?.setMinor !== undefined && closing.isLeaving !== true;
  const isOpenAgain = isSet && ledger.creditedMinor < (closing?.setMinor ?? 0);
  return [
    ...paid,
    ...(ledger.paidMinor > wantedMinor ? [] : otherAccounts(ledger, facts)),
    ...(isOpenAgain ? [notAllocated(ledger)] : []),
  ];
}

/** What is too much is no payment of the invoice. */
export function payableOf({ totalMinor, paidMinor, creditedMinor }: ProofRow): number {
  return Math.min(paidMinor, Math.max(0, totalMinor - creditedMinor));
}

interface Wanted {
  wantedMinor: number;
  facts: IndexedFacts;
}

function lessPaid(pair: WholePair, words: Words, { wantedMinor, facts }: Wanted): Finding[] {
  const { ledger, link } = pair;
  const postedMinor = link?.posted?.paidMinor ?? 0;
  if (ledger.paidMinor < Math.min(postedMinor, wantedMinor))
    return [finding('payment_missing', words, 'theirs')];
  // Who matches payments from the bank feed has them there when the bank tells.
  if (!facts.settings.postPayments) return [];
  const isTakable = ledger.dueMinor >= wantedMinor - ledger.paidMinor;
  const late = behind(pair, words, facts);
  return [late ?? finding('payment_missing', words, isTakable ? undefined : 'theirs')];
}

function morePaid(pair: WholePair, words: Words, { wantedMinor, facts }: Wanted): Finding[] {
  const { ledger, link } = pair;
  const postedMinor = link?.posted?.paidMinor ?? 0;
  const isLessAtSource = postedMinor > wantedMinor && ledger.paidMinor <= postedMinor;
  const late = isLessAtSource ? behind(pair, words, facts) : undefined;
  return [late ?? finding('payment_only_in_ledger', words)];
}

/** Money that somebody entered where we would not have; ours went where the settings said then. */
function otherAccounts({ targetId = '' }: ProofRow, facts: IndexedFacts): Finding[] {
  const { settings, paymentsOf } = facts;
  const allowed = clearingCodes(settings);
  const others = (paymentsOf.get(targetId) ?? []).filter(
    ({ accountCode = '', reference = '' }) =>
      !allowed.has(accountCode) && !/^[a-z]+_.*:\d+$/.test(reference),
  );
  if (others.length === 0 || allowed.size === 0 || !settings.postPayments) return [];
  const codes = [...new Set(others.map(({ accountCode = '' }) => accountCode))].sort();
  return [
    finding('paid_on_other_account', {
      source: [...allowed].sort().join(', '),
      ledger: codes.join(', '),
    }),
  ];
}

function clearingCodes(settings: LedgerSettings): Set<string> {
  const { clearingAccountCode, clearingAccounts } = settings;
  return new Set([
    ...(clearingAccountCode === undefined ? [] : [clearingAccountCode]),
    ...Object.values(clearingAccounts),
  ]);
}

/** What is left of a credit note in the ledger, against what was used of it or should have been. */
export function judgeCredit(pair: WholePair, facts: IndexedFacts): Finding[] {
  const { source, ledger, link } = pair;
  if (link?.posted === undefined) return [];
  const refundedMinor = refundedOf(link);
  const usedMinor = link.posted.allocatedMinor + refundedMinor;
  const words = openWords(ledger);
  const missingMinor =
    Math.min(usedMinor, ledger.totalMinor) - (ledger.totalMinor - ledger.dueMinor);
  if (missingMinor > 0) {
    const isRefund =
      refundedMinor > 0 && (missingMinor === refundedMinor || refundedMinor === usedMinor);
    return [finding(isRefund ? 'payment_missing' : 'credit_not_allocated', words, 'theirs')];
  }
  const isOwnOpen = source.credits?.isBeforePayment === true && !isDone(link, ownAllocation);
  if (!isOwnOpen || ledger.dueMinor <= 0 || ownDue(source, facts) <= 0) return [];
  return [behind(pair, words, facts) ?? finding('credit_not_allocated', words)];
}

function notAllocated(invoice: ProofRow): Finding {
  return finding('credit_not_allocated', openWords(invoice), 'theirs');
}

function openWords({ dueMinor, currency }: ProofRow): Words {
  return { ledger: `${moneyWords(dueMinor, currency)} open` };
}

/** What the invoice of a credit note still takes in the ledger; 0 where it was not read. */
function ownDue({ credits }: ProofRow, facts: IndexedFacts): number {
  if (credits === undefined) return 0;
  const link = facts.linkOf('invoice', credits.invoiceSourceId);
  const own = facts.ledgerInvoices.get(link?.targetId ?? '');
  return own === undefined || own.isOut ? 0 : own.dueMinor;
}
