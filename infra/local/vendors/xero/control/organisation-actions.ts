import * as z from 'zod/mini';
import type { Book } from '../core/book.ts';
import { parseDecimal } from '../core/decimal.ts';

interface Answer {
  readonly ok: boolean;
  readonly message: string;
}

/** What a person changes in the organisation's own settings. */
export const organisationFields = z.object({
  timezone: z.optional(z.string()),
  countryCode: z.optional(z.string()),
  foreignCurrencies: z.optional(z.string()),
});

export function changeOrganisation(
  { book }: { readonly book: Book },
  wish: z.infer<typeof organisationFields>,
): Answer {
  const { organisation } = book;
  book.organisation = {
    ...organisation,
    timezone: wish.timezone ?? organisation.timezone,
    countryCode: wish.countryCode ?? organisation.countryCode,
    foreignCurrencies:
      wish.foreignCurrencies?.split(',').filter((code) => code !== '') ??
      organisation.foreignCurrencies ??
      [],
  };
  return { ok: true, message: 'The organisation is changed.' };
}

export const taxRateFields = z.object({
  taxType: z.string(),
  name: z.string(),
  percent: z.string(),
  reportTaxType: z.optional(z.string()),
});

/** Adds a rate for sales, or changes one. */
export function setTaxRate(
  { book }: { readonly book: Book },
  wish: z.infer<typeof taxRateFields>,
): Answer {
  const hundredthsOfHundredths = parseDecimal(wish.percent, 4);
  if (hundredthsOfHundredths === undefined || hundredthsOfHundredths < 0n)
    return { ok: false, message: 'Percent: a decimal, such as 8.875.' };
  book.taxRates.set(wish.taxType, {
    taxType: wish.taxType,
    name: wish.name,
    rateHundredths: Number(hundredthsOfHundredths) / 100,
    reportTaxType: wish.reportTaxType || 'OUTPUT',
    appliesToRevenue: true,
    appliesToExpenses: false,
    appliesToLiabilities: true,
  });
  return { ok: true, message: `The tax rate ${wish.taxType} is stored.` };
}

export const accountTaxFields = z.object({ code: z.string(), taxType: z.string() });

/** Sets the tax rate that an account has by default. */
export function setAccountTax(
  { book }: { readonly book: Book },
  { code, taxType }: z.infer<typeof accountTaxFields>,
): Answer {
  const account = [...book.accounts.values()].find((each) => each.code === code);
  if (account === undefined) return { ok: false, message: `There is no account ${code}.` };
  book.accounts.set(account.accountId, { ...account, taxType });
  return { ok: true, message: `Account ${code} has the tax type ${taxType}.` };
}
