import { type HostedLink, hostedLinkItem } from '../../contracts/hosted-link-item.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HostedLinks } from '../../ports/hosted-links.ts';
import { timeToLive, unlessExpired } from './expiry.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** Hosted links until they end; an ended one reads as if it had never been. */
export class DynamoHostedLinks implements HostedLinks {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(parts: { table: Table; clock: Clock }) {
    this.#table = parts.table;
    this.#clock = parts.clock;
  }

  async get(operatorId: string, linkId: string): Promise<HostedLink | undefined> {
    const stored = await this.#table.get(keys.hostedLink(operatorId, linkId), hostedLinkItem);
    return unlessExpired(stored, this.#clock);
  }

  put(link: HostedLink): Promise<void> {
    const key = keys.hostedLink(link.operatorId, link.linkId);
    return this.#table.put(key, { ...link, ...timeToLive(link) });
  }

  async list(operatorId: string): Promise<HostedLink[]> {
    const stored = await this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: prefixes.hostedLink,
      schema: hostedLinkItem,
    });
    return stored
      .filter((link) => unlessExpired(link, this.#clock) !== undefined)
      .sort((left, right) => right.createdAt.localeCompare(left.createdAt));
  }
}
