/** One attribute as it goes over the wire, e.g. `{ S: 'x' }`. */
export type WireValue = Readonly<Record<string, unknown>>;

/** An item as it goes over the wire. */
export type WireItem = Readonly<Record<string, WireValue>>;

/** How an index sees an item: its own key and whatever of it is copied there. */
export interface IndexShape {
  readonly keyNames: readonly string[];
  /** `ALL`: every attribute; otherwise the names of the copied ones, the keys included. */
  readonly copied: 'ALL' | readonly string[];
}

const readUnitBytes = 4 * 1024;
const writeUnitBytes = 1024;
const sqsRequestBytes = 64 * 1024;

/** Bytes of an item by DynamoDB's rules: names and values in UTF-8, half a byte a digit, 3 bytes for a list or map and 1 for each element. */
export function itemBytes(item: WireItem): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

/** Units of one read of so many bytes: also what is not there is read. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / readUnitBytes)) * (isConsistent ? 1 : 0.5);
}

/** Units of one write: the larger of what was there and what is there now; at least one, a refused one too. */
export function writeUnits(bytesBefore: number, bytesAfter: number): number {
  return Math.max(1, Math.ceil(Math.max(bytesBefore, bytesAfter) / writeUnitBytes));
}

/** Units that a write of the table costs in an index: an entry that comes, goes or changes 1, one that moves 2, one that stays 0. */
export function indexUnits(
  shape: IndexShape,
  before: WireItem | undefined,
  after: WireItem | undefined,
): number {
  const old = entryOf(shape, before);
  const now = entryOf(shape, after);
  if (!old && !now) return 0;
  if (!old || !now) return unitsOf(old ?? now ?? {});
  const isMoved = shape.keyNames.some((name) => !isSame(old[name], now[name]));
  if (isMoved) return unitsOf(old) + unitsOf(now);
  return isSame(old, now) ? 0 : Math.max(unitsOf(old), unitsOf(now));
}

/** Requests that SQS bills for one call with so many bytes of messages. */
export function sqsRequests(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / sqsRequestBytes));
}

function entryOf({ keyNames, copied }: IndexShape, item: WireItem | undefined) {
  if (!item || keyNames.some((name) => item[name] === undefined)) return undefined;
  if (copied === 'ALL') return item;
  return Object.fromEntries(
    copied.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])),
  );
}

function unitsOf(entry: WireItem): number {
  return writeUnits(0, itemBytes(entry));
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function valueBytes(value: WireValue): number {
  const [type = '', held] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(held));
    case 'N':
      return numberBytes(String(held));
    case 'B':
      return Buffer.from(String(held), 'base64').length;
    case 'L':
      return listOf(held).reduce<number>((sum, one) => sum + 1 + valueBytes(asItem(one)), 3);
    case 'M':
      return 3 + Object.keys(asItem(held)).length + itemBytes(asItem(held));
    case 'SS':
    case 'NS':
    case 'BS':
      return listOf(held).reduce<number>(
        (sum, one) => sum + valueBytes({ [type.slice(0, 1)]: one }),
        0,
      );
    default:
      return 1;
  }
}

function numberBytes(text: string): number {
  const digits = text.replace(/[^0-9]/g, '').replace(/^0+|0+$/g, '');
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Reads an unknown value of a parsed body as an item; what is none has no attributes. */
export function asItem(value: unknown): WireItem {
  return typeof value === 'object' && value !== null ? (value as WireItem) : {};
}
