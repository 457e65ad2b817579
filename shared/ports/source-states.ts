import type { SourceState } from '../contracts/source-state.ts';

export interface SourceStates {
  get(operatorId: string): Promise<SourceState | undefined>;
  /** Saves over the revision that was read (0: none yet); 'conflict' when somebody else did. */
  save(state: SourceState): Promise<SourceState | 'conflict'>;
}
