import type { ItemKey } from './keys.ts';

/** A stored item is not what this version of the code expects. Names the item and fields, no values. */
export class MalformedItemError extends Error {
  override readonly name = 'MalformedItemError';
  readonly key: ItemKey;

  constructor(key: ItemKey, fields: string[]) {
    super(
      `The stored item ${key.pk} / ${key.sk} is malformed (${fields.join(', ')}). ` +
        'Compare it with its schema in shared/contracts, then correct or restore the item.',
    );
    this.key = key;
  }
}
