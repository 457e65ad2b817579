import type { RecordKind } from '../contracts/ids.ts';
import type { Link, LinkKey } from '../contracts/link-item.ts';

/** A link that owes the source something, and since when nobody saved it. */
export interface OwingLink extends LinkKey {
  savedAtEpochMs: number;
}

export interface LinkDebts {
  count: number;
  /** There are more than were counted. */
  isMore: boolean;
  oldestEpochMs: number | undefined;
}

export interface Links {
  get(key: LinkKey): Promise<Link | undefined>;
  /** One answer for each key, in their order; undefined: never linked. Throws where one is not known. */
  getMany(keys: LinkKey[]): Promise<Array<Link | undefined>>;
  /**
   * Saves over the revision that was read (`link.revision`; 0: there is none yet) and returns the
   * link with its new revision, or 'conflict' when somebody else saved meanwhile.
   */
  save(link: Link): Promise<Link | 'conflict'>;
  /**
   * Links that owe the source something and were saved last in the span (from inclusive, before
   * exclusive), the oldest first. May lag behind a save by seconds.
   */
  owing(span: { fromEpochMs: number; beforeEpochMs: number; atMost: number }): Promise<OwingLink[]>;
  /** Links of one operator that owe somebody something. */
  owingOf(operatorId: string, atMost: number): Promise<LinkKey[]>;
  /** How many links of an operator owe somebody something, and when the oldest of them was saved. */
  debts(operatorId: string, countAtMost: number): Promise<LinkDebts>;
  /** How many records of each kind stand in the target. Reads every link of the operator. */
  count(operatorId: string): Promise<Record<RecordKind, number>>;
}
