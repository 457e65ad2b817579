import { divideRounded } from '../core/money.ts';
import type { ProtectionLevel, UnitType } from '../core/resources.ts';
import type { Operator } from '../core/world.ts';
import type { ChargeLine } from './charge-line.ts';
import { chargeLine } from './charge-line.ts';

/** What a customer rents and on which terms. */
export interface RentalTerms {
  readonly unitType: UnitType;
  readonly unitReference: string;
  readonly protection: ProtectionLevel | null;
  readonly discountMinor: number;
  /** Days of a 30-day month charged extra with the first invoice; 0 = none. */
  readonly prorationDays: number;
}

/** Ledger code of security deposits at both sample operators. */
export const depositAccountingCode = '820';

/** The recurring charges of these terms: rent with 20 % VAT, protection with 12 % premium tax. */
export function rentalCharges(operator: Operator, terms: RentalTerms): ChargeLine[] {
  const rentMinor = firstPriceMinor(terms.unitType);
  const rentCode = operator.unitTypeCodes.get(terms.unitType.id) ?? null;
  const charges = [
    chargeLine({
      description: `${terms.unitType.name} (${terms.unitReference})`,
      accountingCode: rentCode,
      unitPriceMinor: rentMinor,
      discountMinor: terms.discountMinor,
      taxRatePercent: 20,
    }),
  ];
  if (terms.protection !== null) charges.push(protectionCharge(terms.protection));
  if (terms.prorationDays > 0) {
    charges.push(
      chargeLine({
        description: `${terms.unitType.name} (${terms.unitReference}), ${terms.prorationDays} of 30 days`,
        accountingCode: rentCode,
        unitPriceMinor: divideRounded(rentMinor * terms.prorationDays, 30),
        taxRatePercent: 20,
        isProration: true,
        isFirstPeriodOnly: true,
      }),
    );
  }
  return charges;
}

/** The refundable, untaxed deposit of a unit type; a liability, not revenue. */
export function depositCharge(unitType: UnitType): ChargeLine {
  return chargeLine({
    description: `Security deposit for ${unitType.name}`,
    accountingCode: depositAccountingCode,
    unitPriceMinor: unitType.security_deposit.amount,
    isFirstPeriodOnly: true,
  });
}

/** Monthly price in minor units. */
export function firstPriceMinor(priced: Pick<UnitType, 'prices'>): number {
  return priced.prices[0]?.price.amount ?? 0;
}

function protectionCharge(protection: ProtectionLevel): ChargeLine {
  return chargeLine({
    description: `Protection up to ${protection.cover_level.formatted}`,
    accountingCode: protection.account_code,
    unitPriceMinor: firstPriceMinor(protection),
    taxRatePercent: 12,
  });
}
