/** Balances in minor units, by month and account; none of nought. */
export type Balances = ReadonlyMap<string, number>;

/** Of one side, from the file that the bench wrote. */
export function ownBalances(csv: string, side: string): Balances {
  return balancesOf(
    rowsOf(csv).flatMap(([of, month = '', account = '', amount = '']) =>
      of === side ? [{ month, account, amount }] : [],
    ),
  );
}

/**
 * What a program printed: a row per account with a column for each month, as hledger does, or a row for
 * each month, account and amount, as ledger does with a format.
 */
export function foreignBalances(csv: string): Balances {
  const [head = [], ...rows] = rowsOf(csv);
  if (head[0] !== 'account')
    return balancesOf(
      [head, ...rows].map(([month = '', account = '', amount = '']) => ({
        month,
        account,
        amount,
      })),
    );
  return balancesOf(
    rows.flatMap(([account = '', ...amounts]) =>
      amounts.map((amount, index) => ({ month: head[index + 1] ?? '', account, amount })),
    ),
  );
}

/** One sentence for each balance that is not the same. */
export function differencesOf(own: Balances, foreign: Balances): string[] {
  return [...new Set([...own.keys(), ...foreign.keys()])].sort().flatMap((key) => {
    const [ours, theirs] = [own.get(key) ?? 0, foreign.get(key) ?? 0];
    return ours === theirs ? [] : [`${key}: ${ours} by us, ${theirs} by the program`];
  });
}

function balancesOf(
  rows: ReadonlyArray<{ month: string; account: string; amount: string }>,
): Balances {
  const sums = new Map<string, number>();
  for (const { month, account, amount } of rows) {
    const key = `${month} ${account}`;
    sums.set(key, (sums.get(key) ?? 0) + minorOf(amount));
  }
  return new Map([...sums].filter(([, minor]) => minor !== 0));
}

/** `-1234.5 GBP` is -123450. @throws where it is no amount of two places. */
function minorOf(text: string): number {
  const found = /^(-?)(\d+)(?:\.(\d{1,2}))?(?: GBP)?$/.exec(text.replaceAll(',', ''));
  if (found === null) throw new Error(`"${text}" is no amount.`);
  const [, sign, whole = '', part = ''] = found;
  const minor = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return sign === '-' ? -minor : minor;
}

/** Fields of each line; no field has a line break. */
function rowsOf(csv: string): string[][] {
  return csv
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) =>
      [...line.matchAll(/"((?:[^"]|"")*)"|([^,"]+)|(?<=,)(?=,|$)/g)].map(
        ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    );
}
