import type { PennyCase } from './draw-case.ts';
import type { Credit } from './draw-credits.ts';
import type { Posted } from './judge.ts';

/** What the source says that has to stand in the ledger; minor units. */
interface Expected {
  totalMinor: number;
  taxMinor: number;
  lines: ExpectedLine[];
}

interface ExpectedLine {
  /** Where it may stand: one account, but for a credit line that bears a name of its own. */
  accounts: string[];
  totalMinor: number;
  taxMinor: number;
}

export function expectedInvoice({ charges, invoice, settings }: PennyCase): Expected {
  const lines = charges.map(({ account, totalMinor, taxMinor }) => ({
    accounts: account === undefined ? [] : [account],
    totalMinor,
    taxMinor,
  }));
  const { total, tax } = invoice;
  return withRounding(lines, { totalMinor: total.amount, taxMinor: tax.amount }, settings);
}

/** Each line on the account of its charge; a text that names none may be on the operator's default. */
export function expectedCredit({ note, lines }: Credit, { settings }: PennyCase): Expected {
  const expected = lines.map(({ charge, isNamed, amountMinor, taxMinor }) => {
    const others = isNamed ? [] : [settings.defaultAccountCode];
    const accounts = [charge.account, ...others].filter((code) => code !== undefined);
    return { accounts, totalMinor: amountMinor, taxMinor };
  });
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  return withRounding(expected, { totalMinor: note.total.amount, taxMinor }, settings);
}

/** A cent that the lines miss has to stand on the account for it, where the operator chose so. */
function withRounding(
  lines: ExpectedLine[],
  sums: { totalMinor: number; taxMinor: number },
  { roundingAccountCode, amountCentDifference }: PennyCase['settings'],
): Expected {
  const missing = sums.totalMinor - lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  if (missing === 0) return { ...sums, lines };
  const isAllowed = Math.abs(missing) === 1 && amountCentDifference === 'line';
  const accounts = isAllowed && roundingAccountCode ? [roundingAccountCode] : [];
  return { ...sums, lines: [...lines, { accounts, totalMinor: missing, taxMinor: 0 }] };
}

/** Everything in which the ledger differs from the source; empty where it agrees to the penny. */
export function mistakes(posted: Posted, expected: Expected): string[] {
  const { totalMinor, taxMinor, lines } = expected;
  const found = [
    ...differs('total', posted.totalMinor, totalMinor),
    ...differs('tax', posted.taxMinor, taxMinor),
    ...lines.flatMap(({ accounts }) => (accounts.length === 0 ? ['no account is set'] : [])),
  ];
  const lineTax = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const isRoundedOnce = lineTax !== taxMinor;
  return placings(lines).some((placed) => agrees(posted, placed, isRoundedOnce))
    ? found
    : [...found, `accounts ${JSON.stringify([...posted.byAccount])}`];
}

/** Every way to put the lines where they may stand. */
function placings(lines: ExpectedLine[]): Array<Array<ExpectedLine & { account: string }>> {
  return lines.reduce<Array<Array<ExpectedLine & { account: string }>>>(
    (all, line) =>
      all.flatMap((placed) => line.accounts.map((account) => [...placed, { ...line, account }])),
    [[]],
  );
}

/** Where the source rounded its tax once for all lines, a line may bear a cent more or less of it. */
function agrees(
  { byAccount }: Posted,
  placed: Array<ExpectedLine & { account: string }>,
  isRoundedOnce: boolean,
): boolean {
  const groups = Map.groupBy(placed, ({ account }) => account);
  const codes = new Set([...groups.keys(), ...byAccount.keys()]);
  return [...codes].every((code) => {
    const own = groups.get(code) ?? [];
    const there = byAccount.get(code) ?? { totalMinor: 0, taxMinor: 0 };
    const totalMinor = own.reduce((sum, line) => sum + line.totalMinor, 0);
    const taxMinor = own.reduce((sum, line) => sum + line.taxMinor, 0);
    const mayDiffer = isRoundedOnce ? own.length : 0;
    return there.totalMinor === totalMinor && Math.abs(there.taxMinor - taxMinor) <= mayDiffer;
  });
}

function differs(what: string, actual: number, wanted: number): string[] {
  return actual === wanted ? [] : [`${what} ${actual}, not ${wanted}`];
}
