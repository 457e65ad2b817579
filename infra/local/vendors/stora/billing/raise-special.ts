import { addMonths, isoSeconds } from '../core/iso-time.ts';
import { taxInside } from '../core/money.ts';
import type { Invoice } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { ActionError } from './action-error.ts';
import { chargeLine } from './charge-line.ts';
import { raiseInvoice } from './invoice-actions.ts';

export interface SpecialInvoice {
  readonly contactId: string;
  /** By default the first one. */
  readonly siteId?: string | undefined;
  /** What is charged; `Special charge` unless it is said. */
  readonly description?: string | undefined;
  /** Equal lines, this many. */
  readonly lines: number;
  /** Of each line, tax inside. */
  readonly priceMinor: number;
  readonly discountMinor: number;
  readonly taxRatePercent: number;
  readonly accountingCode: string | null;
  /** Rounds the tax once for the whole document instead of line by line. */
  readonly roundsOnce: boolean;
}

/**
 * An invoice as month ends have few of: a free month (discount = price), a sum below nought, a tax that was
 * rounded once for the whole document.
 */
export function raiseSpecial(world: World, operator: Operator, wish: SpecialInvoice): Invoice {
  if (!operator.tables.contacts.has(wish.contactId))
    throw new ActionError(`no contact ${wish.contactId}; give the id of one`);
  const [first] = operator.tables.sites.values();
  const site = wish.siteId === undefined ? first : operator.tables.sites.get(wish.siteId);
  if (site === undefined) throw new ActionError('no site');
  const { priceMinor, discountMinor, taxRatePercent, accountingCode } = wish;
  const periodStart = isoSeconds(world.clock.nowEpochMs());
  const line = chargeLine({
    description: wish.description ?? 'Special charge',
    accountingCode,
    unitPriceMinor: priceMinor,
    discountMinor,
    taxRatePercent,
  });
  const documentTaxMinor = taxInside(wish.lines * (priceMinor - discountMinor), taxRatePercent);
  return raiseInvoice(world, operator, {
    contactId: wish.contactId,
    siteId: site.id,
    subscriptionId: null,
    periodStart,
    periodEnd: addMonths(periodStart, 1),
    charges: Array.from({ length: wish.lines }, () => line),
    ...(wish.roundsOnce ? { documentTaxMinor } : {}),
  });
}
