import type { Link } from '../../contracts/stored-items.ts';
import { isUnsettled } from '../effects/effects.ts';
import { formatMoney } from '../money/decimal.ts';
import type { SourceCreditNote, SourceInvoice, SourceRecord } from '../source/records.ts';

/**
 * What of a document stands in the ledger while it waits for a person, and what waits: whoever enters
 * the rest by hand must not enter a part of it twice. Undefined where nobody can say.
 */
export function describeStanding(record: SourceRecord, link: Link): string | undefined {
  if (record.kind === 'contact' || Object.values(link.effects).some(isUnsettled)) return undefined;
  const name = record.kind === 'invoice' ? 'invoice' : 'credit note';
  const { targetId, posted } = link;
  if (targetId === undefined) return `The ${name} is not in the ledger.`;
  if (posted === undefined) return undefined;
  if (posted.voided) return `The ${name} is in the ledger, as voided.`;
  const waits =
    record.kind === 'invoice'
      ? invoiceWaits(record.record, posted)
      : noteWaits(record.record, posted);
  return `The ${name} is in the ledger${waits}.`;
}

type Posted = NonNullable<Link['posted']>;

function invoiceWaits({ status, paidMinor, currency }: SourceInvoice, posted: Posted): string {
  const received = formatMoney(paidMinor, currency);
  const inLedger = formatMoney(posted.paidMinor, currency);
  const money = paidMinor === 0 ? '' : `, with ${inLedger} of the ${received} received`;
  return status === 'void' ? `${money}, and not voided there` : money;
}

function noteWaits({ timing }: SourceCreditNote, posted: Posted): string {
  const isSet = timing !== 'pre_payment' || posted.allocatedMinor > 0;
  return isSet ? '' : ', and not set against its invoice';
}
