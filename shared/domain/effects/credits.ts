import type { Link } from '../../contracts/link-item.ts';
import { isDone } from './effects.ts';

/** What is set against the credit note's own invoice. */
export const ownAllocation = 'allocation';
const allocationPrefix = `${ownAllocation}:`;
const refundPrefix = 'refund:';

/** What is set against another invoice of the customer. */
export function allocationTo(invoiceSourceId: string): string {
  return allocationPrefix + invoiceSourceId;
}

/** What is paid back, named by the sum that it leads to, as payments are. */
export function refundUpTo(cumulativeMinor: number): string {
  return refundPrefix + cumulativeMinor;
}

/** What becomes of a credit, by the name of the effect; undefined for other effects. */
export type CreditUse =
  | { kind: 'own' }
  | { kind: 'other'; invoiceSourceId: string }
  | { kind: 'refund'; cumulativeMinor: number };

export function creditUseOf(effect: string): CreditUse | undefined {
  if (effect === ownAllocation) return { kind: 'own' };
  if (effect.startsWith(allocationPrefix))
    return { kind: 'other', invoiceSourceId: effect.slice(allocationPrefix.length) };
  if (!effect.startsWith(refundPrefix)) return undefined;
  return { kind: 'refund', cumulativeMinor: Number(effect.slice(refundPrefix.length)) };
}

/** What of a posted credit note is neither set against an invoice nor paid back. */
export function leftOfCredit(link: Link): number {
  const { totalMinor = 0, allocatedMinor = 0 } = link.posted ?? {};
  return totalMinor - allocatedMinor - refundedOf(link);
}

/** What was paid back of it, as the journal says. */
export function refundedOf(link: Link): number {
  const sums = Object.keys(link.effects).flatMap((name) => {
    const use = isDone(link, name) ? creditUseOf(name) : undefined;
    return use?.kind === 'refund' ? [use.cumulativeMinor] : [];
  });
  return Math.max(0, ...sums);
}

/** More of it is set against invoices, be it by us or by a person. */
export function usedOfCredit(link: Link, amountMinor: number): Link {
  const { posted } = link;
  if (posted === undefined) return link;
  const usedMinor = Math.min(amountMinor, leftOfCredit(link));
  return { ...link, posted: { ...posted, allocatedMinor: posted.allocatedMinor + usedMinor } };
}
