import type { Operator } from '../contracts/operator-item.ts';

export interface Operators {
  get(operatorId: string): Promise<Operator | undefined>;
  /** False when the operator exists already: it is left as it was. */
  add(operator: Operator): Promise<boolean>;
  list(): Promise<Operator[]>;
  /** Marks the removal; one that was begun already is left as it is. False: no such operator. */
  beginRemoval(operatorId: string, removal: { since: string; actor: string }): Promise<boolean>;
  /** Erases what names the operator and notes when. The item itself stays, as a tombstone. */
  noteErased(operatorId: string, erasedAt: string): Promise<void>;
  /** Nothing is left to look after: the tombstone leaves the list of removals. */
  closeRemoval(operatorId: string): Promise<void>;
  /** Notes that a removal had a try: the others come first now. */
  noteTried(operatorId: string, atEpochMs: number): Promise<void>;
  /** Operators whose removal is not closed yet, those first that wait for the longest time since their last try. */
  removals(): Promise<Operator[]>;
}

/** Deletes everything that is stored for an operator, except the operator item itself. */
export interface Erasure {
  /** Returns how many items were deleted. Running again is harmless. */
  eraseAllOf(operatorId: string): Promise<number>;
}
