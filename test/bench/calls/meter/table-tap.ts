import { createRequire } from 'node:module';
import { join } from 'node:path';
import { asItem, type IndexShape, type WireItem } from './billing-units.ts';

/** What one write made of one item. */
export interface WrittenImage {
  readonly before: WireItem | undefined;
  readonly after: WireItem | undefined;
  readonly indexes: readonly IndexShape[];
}

/** Of the store, the table, the item before and after, and what is called then. */
type UpdateIndexes = (...args: UpdateArguments) => unknown;
type UpdateArguments = [
  store: unknown,
  table: DynaliteTable,
  before: WireItem | undefined,
  after: WireItem | null,
  done: unknown,
];

interface DynaliteTable {
  readonly KeySchema: readonly KeyPart[];
  readonly GlobalSecondaryIndexes?: readonly {
    readonly KeySchema: readonly KeyPart[];
    readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: string[] };
  }[];
}

interface KeyPart {
  readonly AttributeName: string;
}

/**
 * Listens to what dynalite, as installed at the root, writes: every write passes where it keeps its indexes, with
 * the item as it was and as it is now. An answer over the wire does not tell these, and they are what is billed.
 */
export function tapTable(root: string, onWritten: (image: WrittenImage) => void): void {
  const require = createRequire(join(root, 'package.json'));
  const db: { updateIndexes: UpdateIndexes } = require('dynalite/db');
  const { updateIndexes } = db;
  db.updateIndexes = (...args) => {
    const [, table, before, after] = args;
    onWritten({
      // A copy: dynalite changes items in place.
      before: before && asItem(structuredClone(before)),
      after: after ? asItem(structuredClone({ ...after })) : undefined,
      indexes: shapesOf(table),
    });
    return updateIndexes(...args);
  };
}

function shapesOf({ KeySchema, GlobalSecondaryIndexes = [] }: DynaliteTable): IndexShape[] {
  const namesOf = (parts: readonly KeyPart[]) => parts.map(({ AttributeName }) => AttributeName);
  return GlobalSecondaryIndexes.map((index) => {
    const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
    const keyNames = namesOf(index.KeySchema);
    const copied = [...keyNames, ...namesOf(KeySchema), ...NonKeyAttributes];
    return { keyNames, copied: ProjectionType === 'ALL' ? 'ALL' : copied };
  });
}
