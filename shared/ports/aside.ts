import type { AsideMark } from '../contracts/aside-items.ts';
import type { Connection } from '../contracts/connection-item.ts';
import type { ChangeMessage } from '../contracts/messages.ts';

/** Which messages: an operator's of one queue (its name without `.fifo`). */
export interface AsideKey {
  operatorId: string;
  queue: string;
}

/** A change on its way to its place aside. */
export interface LeftChange {
  message: ChangeMessage;
  /** Of the message on its queue: goes up within an operator's group. */
  sequence: string;
}

/** A change that stands aside. */
export interface AsideChange {
  /** Its place among those of its operator and queue, which are worked by it. */
  place: string;
  sequence: string;
  /** Undefined: this version cannot read it. */
  message: ChangeMessage | undefined;
}

/** What was worked and is taken away, and by which receive of which message of the queue. */
export interface WorkedAside {
  changes: readonly AsideChange[];
  by: string;
  receive: number;
  atEpochMs: number;
}

/**
 * Messages that are kept in the table and not on their queue, because a connection they need is dead.
 * Whoever puts some there marks it before and after: a mark stands whenever something may stand aside.
 */
export interface Aside {
  /** An operator's connections, as the connections' own list has them, and its marks, in one read. */
  withConnections(operatorId: string): Promise<{ connections: Connection[]; marks: AsideMark[] }>;
  mark(key: AsideKey): Promise<AsideMark | undefined>;
  /**
   * Puts changes aside, each at the place that its sequence gives it: doing it twice is harmless. Where
   * the operator has as many as are kept whole, only the record and its latest event are.
   */
  put(key: AsideKey, changes: readonly LeftChange[], atEpochMs: number): Promise<void>;
  /** Marks that messages were let go which something else remembers; nothing is put there. */
  note(key: AsideKey, atEpochMs: number): Promise<void>;
  /** Those that come first. */
  first(key: AsideKey, atMost: number): Promise<AsideChange[]>;
  /** Takes away what was worked; what was put in its place since stays. */
  remove(key: AsideKey, worked: WorkedAside): Promise<void>;
  /** Takes the mark away, unless something was put aside since it was read; false then. */
  close(mark: AsideMark): Promise<boolean>;
  /** Marks to be looked at before the instant, those first that wait for it the longest. May lag. */
  due(beforeEpochMs: number, atMost: number): Promise<AsideMark[]>;
  /** When to look at a mark next, if it still stands; with what a look found: since when they are asked for. */
  lookNext(
    key: AsideKey,
    atEpochMs: number,
    found?: { isAskedFor: boolean; atEpochMs: number },
  ): Promise<void>;
}
