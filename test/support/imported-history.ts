import type { SourceState } from './agreeing-books.ts';

/** Earlier invoices, and those of this month that the operator imported before connecting. */
export interface History {
  /** Lines for the sandbox's import of contacts. */
  contacts: string[];
  /** Lines for the sandbox's import of invoices. */
  invoices: string[];
  /** Customers of the source by what the ledger holds of their name. */
  unclear: string[];
  unknown: string[];
  /** Names that nobody at the source has. */
  former: string[];
  /** Numbers that were imported with another total than they have at the source. */
  wrong: string[];
}

const contactCount = 300;
const invoiceCount = 500;
const dayMs = 86_400_000;

/**
 * What an operator's bookkeeper has in Xero: the customers by name alone, every second with the e-mail
 * address, some with another one, some not at all; invoices of earlier months under the ledger's own
 * numbers, and this month's from a file, some paid by hand, two with a slip in the total.
 */
export function importedHistory(source: SourceState, day: string): History {
  const shared = sharedNames(source);
  const current = source.contacts.filter(
    ({ full_name }, index) =>
      source.contacts.findIndex((one) => one.full_name === full_name) === index,
  );
  const billed = new Set(source.invoices.map(({ contact }) => contact.id));
  const unbilled = current.filter(({ id, full_name }) => !billed.has(id) && !shared.has(full_name));
  const unclear = unbilled.slice(0, 3).map(({ id }) => id);
  const unknown = unbilled.slice(3, 9).map(({ id }) => id);
  const known = current.filter(({ id }) => !unknown.includes(id));
  const former = Array.from(
    { length: contactCount - known.length },
    (_, index) => `Former Customer ${index + 1}`,
  );
  const earlier = invoiceCount - source.invoices.length;
  const payers = [...former, ...known.map(({ full_name }) => full_name)];
  return {
    contacts: [
      ...known.map(({ id, full_name, email }, index) =>
        unclear.includes(id)
          ? `${full_name};somebody.else.${index}@example.com`
          : `${written(full_name, index)};${index % 2 === 0 || shared.has(full_name) ? email : ''}`,
      ),
      ...former.map((name, index) => `${name};former.${index + 1}@example.com`),
    ],
    invoices: [
      ...Array.from({ length: earlier }, (_, index) =>
        earlierInvoice(index, payers[index % payers.length] ?? '', day),
      ),
      ...thisMonths(source, day),
    ],
    unclear,
    unknown,
    former,
    wrong: source.invoices.slice(0, 2).map(({ number }) => number),
  };
}

/** Some in capitals, as a person types. */
function written(name: string, index: number): string {
  return index % 7 === 0 ? name.toUpperCase() : name;
}

/** Names of more than one customer; the ledger can have one contact of such a name. */
export function sharedNames({ contacts }: Pick<SourceState, 'contacts'>): Set<string> {
  const names = contacts.map(({ full_name }) => full_name);
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

function earlierInvoice(index: number, customer: string, day: string): string {
  const at = new Date(Date.parse(day) - (31 + (index % 170)) * dayMs);
  const totalMinor = 5_999 + 37 * index;
  const paid = index % 3 === 0 ? '' : amount(index % 3 === 1 ? totalMinor : 1_000);
  const tax = amount(Math.round(totalMinor / 6));
  const number = `INV-${String(index + 1).padStart(4, '0')}`;
  return [number, customer, at.toISOString().slice(0, 10), amount(totalMinor), tax, paid].join(';');
}

/** The first two bear a slip, the next three were paid by hand, two more of them in part. */
function thisMonths(source: SourceState, day: string): string[] {
  const names = new Map(source.contacts.map(({ id, full_name }) => [id, full_name]));
  return source.invoices.map(({ number, contact, total, tax }, index) => {
    const totalMinor = total.amount + (index < 2 ? 100 : 0);
    const byHand = index >= 2 && index < 5 ? amount(totalMinor) : index < 7 ? '10.00' : '';
    const paid = index < 2 ? '' : byHand;
    const customer = names.get(contact.id) ?? '';
    return [number, customer, day, amount(totalMinor), amount(tax.amount), paid].join(';');
  });
}

function amount(minor: number): string {
  return `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
}
