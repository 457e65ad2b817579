import { currencyDigits, formatMinor } from './decimal.ts';

/** "£1,204.50", as people write it; a code that is no currency stands before the figure. */
export function moneyWords(amountMinor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const [whole = '', fraction] = formatMinor(Math.abs(amountMinor), digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const figure = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return `${amountMinor < 0 ? '-' : ''}${symbolOf(currency)}${figure}`;
}

/** Signs that belong to one currency alone; the dollars of several countries go by their code. */
const symbols: Readonly<Record<string, string>> = { GBP: '£', EUR: '€', USD: 'US$' };

function symbolOf(currency: string): string {
  return symbols[currency] ?? `${currency} `;
}
