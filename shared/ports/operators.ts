import type { Operator } from '../contracts/stored-items.ts';

export interface Operators {
  get(operatorId: string): Promise<Operator | undefined>;
  /** False when the operator exists already: it is left as it was. */
  add(operator: Operator): Promise<boolean>;
  list(): Promise<Operator[]>;
}
