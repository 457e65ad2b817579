import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import type { WriteBackMessage } from '../../contracts/messages.ts';
import { ageMsOf } from '../../domain/age-of.ts';
import { linkName } from '../../domain/links/link-key.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Links } from '../../ports/links.ts';

/**
 * So long what was read for a batch may be acted on; the message whose turn comes later reads anew.
 * An epoch may be over that long after it ended, and a contact be told the id of before a merge.
 */
const goodForMs = 5_000;

interface BatchRowsPorts {
  connections: Connections;
  links: Links;
  clock: Clock;
}

/** What a batch of write-backs of one operator reads: its connections and links, all in one call each. */
export class BatchRows {
  readonly #ports: BatchRowsPorts;
  readonly #operatorId: string;
  /** Whose turn has not come yet, the next one first. */
  readonly #waiting: WriteBackMessage[];
  #connections: Fresh<Connection[]> | undefined;
  readonly #links = new Map<string, Fresh<Link | undefined>>();

  constructor(operatorId: string, messages: WriteBackMessage[], ports: BatchRowsPorts) {
    this.#operatorId = operatorId;
    this.#waiting = [...messages];
    this.#ports = ports;
  }

  async connection(provider: Provider): Promise<Connection | undefined> {
    if (!this.#isFresh(this.#connections)) {
      const readAtEpochMs = this.#ports.clock.nowEpochMs();
      const row = await this.#ports.connections.list(this.#operatorId);
      this.#connections = { row, readAtEpochMs };
    }
    return this.#connections?.row.find((connection) => connection.provider === provider);
  }

  /** The link of the message whose turn it is. */
  async linkOf(message: WriteBackMessage): Promise<Link | undefined> {
    const known = this.#links.get(linkName(message));
    if (!this.#isFresh(known)) await this.#readLinks(message);
    this.#waiting.splice(0, this.#waiting.indexOf(message) + 1);
    return this.#links.get(linkName(message))?.row;
  }

  /** The link as it stands now, for a message about it that comes later in the batch. */
  keep(link: Link): void {
    this.#links.set(linkName(link), { row: link, readAtEpochMs: this.#ports.clock.nowEpochMs() });
  }

  /** Nobody knows how it stands now. */
  forget(key: LinkKey): void {
    this.#links.delete(linkName(key));
  }

  async #readLinks(message: WriteBackMessage): Promise<void> {
    const readAtEpochMs = this.#ports.clock.nowEpochMs();
    const later = this.#waiting.slice(this.#waiting.indexOf(message) + 1);
    // What is kept of a link is newer than the store while its payment is not taken down.
    const keys = [
      message,
      ...later.filter((key) => !this.#isFresh(this.#links.get(linkName(key)))),
    ];
    try {
      const rows = await this.#ports.links.getMany(keys);
      for (const [index, key] of keys.entries())
        this.#links.set(linkName(key), { row: rows[index], readAtEpochMs });
    } catch {
      // Recovery: this one alone, for one that nobody can read must not fail those before it.
      const row = await this.#ports.links.get(message);
      this.#links.set(linkName(message), { row, readAtEpochMs });
    }
  }

  #isFresh(read: Fresh<unknown> | undefined): boolean {
    if (read === undefined) return false;
    return ageMsOf(read.readAtEpochMs, this.#ports.clock.nowEpochMs()) < goodForMs;
  }
}

interface Fresh<T> {
  row: T;
  readAtEpochMs: number;
}
