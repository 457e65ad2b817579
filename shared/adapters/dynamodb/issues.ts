import { type Issue, issueItem, type LinkKey } from '../../contracts/stored-items.ts';
import type { Issues } from '../../ports/issues.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** Issues, at most one per record and target. */
export class DynamoIssues implements Issues {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  /** A retry inside the SDK may count one time too many; `times` is only for people. */
  async raise(issue: Omit<Issue, 'raisedAt' | 'times'>): Promise<void> {
    await this.#table.update(keys.issue(issue), {
      set: issue,
      setOnce: { raisedAt: issue.lastSeenAt },
      add: { times: 1 },
      remove: issue.label === undefined ? ['label'] : [],
    });
  }

  resolve(key: LinkKey): Promise<void> {
    return this.#table.delete(keys.issue(key));
  }

  /** Latest seen first. */
  async list(operatorId: string): Promise<Issue[]> {
    const pk = operatorPartition(operatorId);
    const found = await this.#table.list({ pk, prefix: prefixes.issue, schema: issueItem });
    return found.sort((a, b) => compare(b.lastSeenAt, a.lastSeenAt));
  }
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
