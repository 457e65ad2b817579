import type { MailWatch } from '../../shared/contracts/mail-item.ts';
import type { People } from '../../shared/contracts/people-item.ts';
import type { MailWatches, PeopleStore } from '../../shared/ports/people-store.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryPeople implements PeopleStore {
  readonly faults = new Faults();
  readonly #rows = new Map<string, People>();

  async get(operatorId: string): Promise<People | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(operatorId));
  }

  async save(people: People): Promise<People | 'conflict'> {
    this.faults.check('save');
    const revision = this.#rows.get(people.operatorId)?.revision ?? 0;
    if (revision !== people.revision) return 'conflict';
    const saved = { ...structuredClone(people), revision: revision + 1 };
    this.#rows.set(people.operatorId, saved);
    return structuredClone(saved);
  }
}

export class InMemoryMailWatches implements MailWatches {
  readonly faults = new Faults();
  readonly #rows = new Map<string, MailWatch>();
  readonly #due = new Map<string, number>();
  readonly #directory: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#directory = new InMemoryDirectory('MAIL_WATCH', lag);
  }

  async get(operatorId: string): Promise<MailWatch | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(operatorId));
  }

  async lookNow(operatorId: string, nowEpochMs: number): Promise<void> {
    this.faults.check('lookNow');
    this.#rows.set(operatorId, { ...this.#rows.get(operatorId), operatorId });
    this.#place(operatorId, nowEpochMs);
  }

  async due(
    nowEpochMs: number,
    atMost: number,
  ): Promise<Array<{ watch: MailWatch; dueAtEpochMs: number }>> {
    this.faults.check('due');
    return this.#directory
      .search({ before: nowEpochMs + 1 })
      .flatMap((id) => {
        const dueAtEpochMs = this.#due.get(id);
        const watch = this.#rows.get(id);
        if (watch === undefined || dueAtEpochMs === undefined || dueAtEpochMs > nowEpochMs)
          return [];
        return [{ watch: structuredClone(watch), dueAtEpochMs }];
      })
      .slice(0, atMost);
  }

  async lookNext(
    watch: MailWatch,
    dueAtEpochMs: number,
    nextAtEpochMs: number | undefined,
  ): Promise<boolean> {
    this.faults.check('lookNext');
    if (this.#due.get(watch.operatorId) !== dueAtEpochMs) return false;
    this.#rows.set(watch.operatorId, structuredClone(watch));
    this.#place(watch.operatorId, nextAtEpochMs);
    return true;
  }

  #place(operatorId: string, atEpochMs: number | undefined): void {
    if (atEpochMs === undefined) this.#due.delete(operatorId);
    else this.#due.set(operatorId, atEpochMs);
    this.#directory.note(operatorId, atEpochMs);
  }
}
