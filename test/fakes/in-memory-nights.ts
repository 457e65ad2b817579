import type { Target } from '../../shared/contracts/ids.ts';
import type { Night } from '../../shared/contracts/night-item.ts';
import type { Nights } from '../../shared/ports/nights.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryNights implements Nights {
  readonly faults = new Faults();
  readonly #current = new Map<string, Night>();
  readonly #kept = new Map<string, Night>();
  readonly #due: InMemoryDirectory;

  constructor({ lag = noLag }: { lag?: IndexLag } = {}) {
    this.#due = new InMemoryDirectory('NIGHT', lag);
  }

  async get(operatorId: string, target: Target): Promise<Night | undefined> {
    this.faults.check('get');
    return structuredClone(this.#current.get(`${operatorId} ${target}`));
  }

  async save(night: Night): Promise<Night | 'conflict'> {
    this.faults.check('save');
    const key = `${night.operatorId} ${night.target}`;
    if ((this.#current.get(key)?.revision ?? 0) !== night.revision) return 'conflict';
    const saved = { ...structuredClone(night), revision: night.revision + 1 };
    this.#current.set(key, structuredClone(saved));
    this.#due.note(key, night.lookAtEpochMs);
    return saved;
  }

  async due(beforeEpochMs: number, atMost: number): Promise<Night[]> {
    this.faults.check('due');
    const nights = this.#due
      .search({ before: beforeEpochMs })
      .flatMap((key) => this.#current.get(key) ?? []);
    const looked = nights.filter(({ lookAtEpochMs }) => lookAtEpochMs !== undefined);
    return structuredClone(looked.slice(0, atMost));
  }

  async keep(night: Night): Promise<void> {
    this.faults.check('keep');
    const { operatorId, target, startedAt, runId } = night;
    this.#kept.set(`${operatorId} ${target} ${startedAt} ${runId}`, structuredClone(night));
  }

  async latest(operatorId: string, target: Target, atMost: number): Promise<Night[]> {
    this.faults.check('latest');
    const begins = `${operatorId} ${target} `;
    const names = [...this.#kept.keys()].filter((name) => name.startsWith(begins)).sort();
    const nights = names.toReversed().flatMap((name) => this.#kept.get(name) ?? []);
    return structuredClone(nights.slice(0, atMost));
  }
}
