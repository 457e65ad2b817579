import type { TriesRow } from '../contracts/tries-item.ts';

export interface Tries {
  get(operatorId: string, queue: string): Promise<TriesRow | undefined>;
  /** Saves over the revision that was read (0: none yet); 'conflict' when somebody else did. */
  save(row: TriesRow): Promise<TriesRow | 'conflict'>;
}
