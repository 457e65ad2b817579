import type { RecordKind } from '../contracts/ids.ts';
import type { Link, LinkKey } from '../contracts/link-item.ts';
import type { OwingShard } from '../domain/write-back/owing-shards.ts';

/** A link that owed something when the index saw it last, and since when (`owedSinceEpochMs`). */
export interface OwingLink extends LinkKey {
  sinceEpochMs: number;
}

/** Part of a shard by age: from inclusive, before exclusive. */
export interface OwingPlace {
  shard: OwingShard;
  fromEpochMs: number;
  beforeEpochMs: number;
  /** Goes on there: the `next` of the page before. */
  after?: OwingCursor | undefined;
  atMost: number;
}

/** Where a page ended. */
export interface OwingCursor {
  sinceEpochMs: number;
  /** Which of those of that instant; only the store knows how to read it. */
  entry: string;
}

export interface OwingPage {
  links: OwingLink[];
  /** Undefined: there are no more. */
  next: OwingCursor | undefined;
}

export interface LinkDebts {
  count: number;
  /** There are more than were counted. */
  isMore: boolean;
  oldestEpochMs: number | undefined;
}

/** What work at single records needs of the links. */
export interface RecordLinks {
  get(key: LinkKey): Promise<Link | undefined>;
  /** One answer for each key, in their order; undefined: never linked. Throws where one is not known. */
  getMany(keys: LinkKey[]): Promise<Array<Link | undefined>>;
  /**
   * Saves over the revision that was read (`link.revision`; 0: there is none yet) and returns the
   * link with its new revision and the age of its debts, or 'conflict' when somebody else saved
   * meanwhile.
   */
  save(link: Link): Promise<Link | 'conflict'>;
}

export interface Links extends RecordLinks {
  /**
   * A page of the links that owe somebody something, of all operators, the oldest first. It lags behind
   * the saves by seconds or more: what a link really owes, and since when, only the link itself tells.
   */
  owing(place: OwingPlace): Promise<OwingPage>;
  /**
   * Puts one where versions before look for it, with its age; false when it stands elsewhere by now, or owes
   * nothing any more.
   */
  placeAsBefore(link: OwingLink): Promise<boolean>;
  /**
   * Those whose rows no version before reads, page by page, from the table itself; a save in the former form
   * mends that.
   */
  unreadBefore(): AsyncGenerator<LinkKey[]>;
  /** Links of one operator that owe somebody something. */
  owingOf(operatorId: string, atMost: number): Promise<LinkKey[]>;
  /**
   * How many links of an operator owe somebody something, and since when the oldest of them does; for
   * people. May lag behind the saves.
   */
  debts(operatorId: string, countAtMost: number): Promise<LinkDebts>;
  /** How many records of each kind stand in the target. Reads every link of the operator. */
  count(operatorId: string): Promise<Record<RecordKind, number>>;
}
