/** What a filter can compare: text, flags, amounts in units of 10^-4, days and instants as epoch ms. */
export type FieldValue = string | boolean | bigint | Date | undefined;
export type Fields = Readonly<Record<string, FieldValue>>;
export type Predicate = (fields: Fields) => boolean;

/** Thrown for a filter that cannot be read or names an unknown field; the message is for Xero's QueryParseException. */
export class WhereError extends Error {}

/**
 * Reads Xero's `where` expression: comparisons joined by AND, OR (also && and ||) and parentheses, with text, Guid("…"),
 * DateTime(y,m,d), numbers, flags and null, and .Contains/.StartsWith/.EndsWith on text. Text compares without case.
 */
export function parseWhere(expression: string): Predicate {
  const tokens = tokenize(expression);
  const reader = { tokens, at: 0 };
  const predicate = readOr(reader);
  if (reader.at < tokens.length) throw new WhereError(`Syntax error at '${peek(reader)}'`);
  return predicate;
}

/** What an expression names, methods with their field, and whether an OR joins any of it. */
export function termsOf(expression: string): { named: string[]; isJoinedByOr: boolean } {
  const tokens = tokenize(expression);
  const isWordOf = (token: string, ...words: readonly string[]): boolean =>
    words.includes(token.toUpperCase());
  const named = tokens.filter(
    (token, index) =>
      /^[A-Za-z_]/.test(token) &&
      !isWordOf(token, 'AND', 'OR', 'NULL', 'TRUE', 'FALSE', 'GUID', 'DATETIME') &&
      index < tokens.length - 1,
  );
  return { named, isJoinedByOr: tokens.some((token) => isWordOf(token, 'OR', '||')) };
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

const tokenPattern =
  /\s+|"(?:[^"\\]|\\.)*"|==|!=|<=|>=|<>|&&|\|\||[=<>()!,]|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*/y;

function tokenize(expression: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < expression.length) {
    tokenPattern.lastIndex = at;
    const token = tokenPattern.exec(expression)?.[0];
    if (token === undefined) throw new WhereError(`Syntax error at position ${at}`);
    if (token.trim() !== '') tokens.push(token);
    at += token.length;
  }
  return tokens;
}

function readOr(reader: Reader): Predicate {
  let left = readAnd(reader);
  while (isWord(reader, 'OR', '||')) {
    reader.at += 1;
    const [before, right] = [left, readAnd(reader)];
    left = (fields) => before(fields) || right(fields);
  }
  return left;
}

function readAnd(reader: Reader): Predicate {
  let left = readTerm(reader);
  while (isWord(reader, 'AND', '&&')) {
    reader.at += 1;
    const [before, right] = [left, readTerm(reader)];
    left = (fields) => before(fields) && right(fields);
  }
  return left;
}

function readTerm(reader: Reader): Predicate {
  if (peek(reader) === '(') {
    reader.at += 1;
    const inner = readOr(reader);
    expect(reader, ')');
    return inner;
  }
  const field = take(reader);
  if (!/^[A-Za-z_]/.test(field)) throw new WhereError(`Syntax error at '${field}'`);
  const method = /^(.+)\.(Contains|StartsWith|EndsWith)$/.exec(field);
  return method && peek(reader) === '('
    ? readMethod(reader, method[1] ?? '', method[2] ?? '')
    : readComparison(reader, field);
}

function readMethod(reader: Reader, field: string, method: string): Predicate {
  expect(reader, '(');
  const argument = unquote(take(reader)).toLowerCase();
  expect(reader, ')');
  return (fields) => {
    const value = String(fieldOf(fields, field) ?? '').toLowerCase();
    if (method === 'Contains') return value.includes(argument);
    return method === 'StartsWith' ? value.startsWith(argument) : value.endsWith(argument);
  };
}

function readComparison(reader: Reader, field: string): Predicate {
  const operator = take(reader);
  const compare = comparisons[operator];
  if (compare === undefined) throw new WhereError(`Operator expected at '${operator}'`);
  const literal = readLiteral(reader);
  return (fields) => compare(order(fieldOf(fields, field), literal));
}

// NaN (not comparable, for instance a missing value) makes every comparison false but !=.
const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function readLiteral(reader: Reader): FieldValue {
  const token = take(reader);
  if (token.startsWith('"')) return unquote(token);
  if (/^-?\d/.test(token)) return toTenThousandths(token);
  const word = token.toLowerCase();
  if (word === 'null') return undefined;
  if (word === 'true' || word === 'false') return word === 'true';
  const parameters = readParameters(reader);
  if (word === 'guid') return unquote(parameters[0] ?? '').toLowerCase();
  if (word === 'datetime') return dateOf(parameters);
  throw new WhereError(`Syntax error at '${token}'`);
}

function readParameters(reader: Reader): string[] {
  expect(reader, '(');
  const found: string[] = [];
  while (peek(reader) !== ')') {
    const token = take(reader);
    if (token !== ',') found.push(token);
  }
  expect(reader, ')');
  return found;
}

function dateOf(parameters: readonly string[]): Date {
  const [year = 1970, month = 1, day = 1, ...time] = parameters.map(Number);
  return new Date(Date.UTC(year, month - 1, day, ...time.slice(0, 3)));
}

function order(left: FieldValue, right: FieldValue): number {
  if (left === undefined || right === undefined) return left === right ? 0 : Number.NaN;
  if (typeof left === 'bigint' && typeof right === 'bigint') return Number(left - right);
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  const [a, b] = [String(left).toLowerCase(), String(right).toLowerCase()];
  return a < b ? -1 : Number(a > b);
}

function fieldOf(fields: Fields, name: string): FieldValue {
  if (!Object.hasOwn(fields, name)) {
    throw new WhereError(`No property or field '${name}' exists in this type`);
  }
  return fields[name];
}

function toTenThousandths(token: string): bigint {
  const [whole = '0', fraction = ''] = token.replace('-', '').split('.');
  const units = BigInt(whole + fraction.slice(0, 4).padEnd(4, '0'));
  return token.startsWith('-') ? -units : units;
}

function unquote(token: string): string {
  return token.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');
}

function isWord(reader: Reader, ...words: readonly string[]): boolean {
  return words.includes((reader.tokens[reader.at] ?? '').toUpperCase());
}

function peek(reader: Reader): string {
  return reader.tokens[reader.at] ?? '';
}

function take(reader: Reader): string {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw new WhereError('Expression expected');
  reader.at += 1;
  return token;
}

function expect(reader: Reader, token: string): void {
  if (take(reader) !== token) throw new WhereError(`'${token}' expected`);
}
