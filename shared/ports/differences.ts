import type { Difference } from '../contracts/difference-item.ts';
import type { LinkKey } from '../contracts/link-item.ts';

export interface DifferencePage {
  differences: Difference[];
  /** Where to go on; undefined: nothing is behind it. */
  next: string | undefined;
}

/** What was changed in ledgers by hand, beside the issues: nothing is wrong, and a person should know. */
export interface Differences {
  get(key: LinkKey): Promise<Difference | undefined>;
  /** Notes it over whatever stood for the record. */
  put(difference: Difference): Promise<void>;
  /** The ledger shows again what was posted, or the record is none of ours any more. */
  remove(key: LinkKey): Promise<void>;
  /** False: it is gone, or something else stands in the ledger by now than the person saw. */
  accept(
    key: LinkKey,
    standing: string,
    accepted: NonNullable<Difference['accepted']>,
  ): Promise<boolean>;
  /** In an order of their own, accepted ones among them. */
  page(operatorId: string, after: string | undefined, atMost: number): Promise<DifferencePage>;
}
