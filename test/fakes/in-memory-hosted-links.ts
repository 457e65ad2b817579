import type { HostedLink } from '../../shared/contracts/hosted-link-item.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { HostedLinks } from '../../shared/ports/hosted-links.ts';
import { Faults } from './faults.ts';

export class InMemoryHostedLinks implements HostedLinks {
  readonly faults = new Faults();
  readonly #rows = new Map<string, HostedLink>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get(operatorId: string, linkId: string): Promise<HostedLink | undefined> {
    this.faults.check('get');
    const row = this.#rows.get(`${operatorId} ${linkId}`);
    const isAlive = row !== undefined && row.expiresAtEpochMs > this.#clock.nowEpochMs();
    return isAlive ? structuredClone(row) : undefined;
  }

  async put(link: HostedLink): Promise<void> {
    this.faults.check('put');
    this.#rows.set(`${link.operatorId} ${link.linkId}`, structuredClone(link));
  }

  async list(operatorId: string): Promise<HostedLink[]> {
    this.faults.check('list');
    const now = this.#clock.nowEpochMs();
    const alive = [...this.#rows.values()].filter(
      (row) => row.operatorId === operatorId && row.expiresAtEpochMs > now,
    );
    return structuredClone(alive.sort((a, b) => (a.createdAt > b.createdAt ? -1 : 1)));
  }
}
