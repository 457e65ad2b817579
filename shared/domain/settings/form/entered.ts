/**
 * What stands in the inputs of the page, by name. A row of a table has the name of its table and its key,
 * `account:RENT`; a tick is `yes`, and absent where there is none.
 */
export type Entered = Readonly<Record<string, string>>;

/** What is wrong with an input, by its name. */
export type FieldErrors = Readonly<Record<string, string>>;

export const tables = ['account', 'tax', 'site', 'method'] as const;
export type TableName = (typeof tables)[number];

export function rowName(table: TableName, key: string): string {
  return `${table}:${key}`;
}

/** Key of each row of a table. */
export function rowsOf(entered: Entered, table: TableName): Array<{ key: string; value: string }> {
  const start = `${table}:`;
  return Object.entries(entered)
    .filter(([name]) => name.startsWith(start))
    .map(([name, value]) => ({ key: name.slice(start.length), value: value.trim() }));
}

/** As a browser sends it: rows by their number, with their key in an input of its own. */
export function fromBrowser(sent: Readonly<Record<string, unknown>>): Entered {
  const fields = Object.entries(sent).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const keys = new Map(fields.filter(([name]) => keyInput.test(name)));
  return Object.fromEntries(
    fields
      .filter(([name]) => !keyInput.test(name))
      .map(([name, value]) => [canonical(name, keys), value]),
  );
}

const keyInput = /^[a-z]+-of-\d+$/;

function canonical(name: string, keys: ReadonlyMap<string, string>): string {
  const [, table, number] = /^([a-z]+)-(\d+)$/.exec(name) ?? [];
  const known = tables.find((one) => one === table);
  const key = keys.get(`${table}-of-${number}`);
  return known === undefined || key === undefined ? name : rowName(known, key);
}

/** Name of the input of a row on the page, and of the one that holds its key. */
export function inputNames(table: TableName, at: number): { value: string; key: string } {
  return { value: `${table}-${at}`, key: `${table}-of-${at}` };
}
