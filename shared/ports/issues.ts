import type { Issue, LinkKey } from '../contracts/stored-items.ts';

export interface Issues {
  /** Raises an issue, or counts once more the one that stands for the same record. */
  raise(issue: Omit<Issue, 'raisedAt' | 'times'>): Promise<void>;
  /** The record went through: whatever stood for it is gone. */
  resolve(key: LinkKey): Promise<void>;
  list(operatorId: string): Promise<Issue[]>;
}
