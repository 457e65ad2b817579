import type { Issue, LinkKey } from '../../shared/contracts/stored-items.ts';
import type { Issues } from '../../shared/ports/issues.ts';
import { Faults } from './faults.ts';

export class InMemoryIssues implements Issues {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Issue>();

  async raise(issue: Omit<Issue, 'raisedAt' | 'times'>): Promise<void> {
    this.faults.check('raise');
    const standing = this.#rows.get(keyOf(issue));
    this.#rows.set(keyOf(issue), {
      ...structuredClone(issue),
      raisedAt: standing?.raisedAt ?? issue.lastSeenAt,
      times: (standing?.times ?? 0) + 1,
    });
  }

  async resolve(key: LinkKey): Promise<void> {
    this.faults.check('resolve');
    this.#rows.delete(keyOf(key));
  }

  async list(operatorId: string): Promise<Issue[]> {
    this.faults.check('list');
    const rows = [...this.#rows.values()].filter((row) => row.operatorId === operatorId);
    return structuredClone(rows.sort((a, b) => (a.lastSeenAt > b.lastSeenAt ? -1 : 1)));
  }
}

function keyOf(key: LinkKey): string {
  return [key.operatorId, key.target, key.kind, key.sourceId].join(' ');
}
