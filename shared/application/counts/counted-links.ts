import type { RecordKind } from '../../contracts/ids.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { holderMark } from '../../domain/links/holder.ts';
import { linkName } from '../../domain/links/link-key.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { RecordCounts } from '../../ports/record-counts.ts';

interface Standing {
  revision: number;
  /** Whether it names a record of the target. */
  stands: boolean;
}

/**
 * The links of one operator while one batch is at work, which takes down what came to stand in the
 * target and what no longer does. Told to the counts once, before the messages are acknowledged: who
 * dies in between has them handed out again, and then the figures are doubted.
 */
export class CountedLinks implements RecordLinks {
  readonly #links: RecordLinks;
  readonly #clock: Clock;
  readonly #stored = new Map<string, Standing>();
  readonly #by = new Map<RecordKind, number>();
  #firstAtEpochMs: number | undefined;
  #stoodBefore = false;
  #isUnsure = false;

  constructor(parts: { links: RecordLinks; clock: Clock }) {
    this.#links = parts.links;
    this.#clock = parts.clock;
  }

  async get(key: LinkKey): Promise<Link | undefined> {
    const link = await this.#links.get(key);
    this.#read(key, link);
    return link;
  }

  async getMany(wanted: LinkKey[]): Promise<Array<Link | undefined>> {
    const links = await this.#links.getMany(wanted);
    for (const [index, key] of wanted.entries()) this.#read(key, links[index]);
    return links;
  }

  async save(link: Link): Promise<Link | 'conflict'> {
    const beganAtEpochMs = this.#clock.nowEpochMs();
    let isKnown = false;
    try {
      const saved = await this.#links.save(link);
      isKnown = true;
      if (saved !== 'conflict') this.#count(link, saved, beganAtEpochMs);
      return saved;
    } finally {
      // Without an answer it may be saved all the same.
      this.#isUnsure ||= !isKnown;
    }
  }

  /** Tells the counts what this batch brought about; `again`: records whose messages were handed out before. */
  async bringIn(
    counts: RecordCounts,
    { operatorId, again }: { operatorId: string; again: LinkKey[] },
  ): Promise<void> {
    const nowEpochMs = this.#clock.nowEpochMs();
    const by = Object.fromEntries([...this.#by].filter(([, change]) => change !== 0));
    const firstAtEpochMs = this.#firstAtEpochMs ?? nowEpochMs;
    const isDoubted = this.#isUnsure || (again.length > 0 && !this.#isUntouched(again));
    if (isDoubted || Object.keys(by).length > 0)
      await counts.note({ operatorId, by, firstAtEpochMs, isDoubted, nowEpochMs });
  }

  /**
   * Whoever worked at these before may have died before it told what it had brought about: unless each
   * was looked at, and nothing stood when it was.
   */
  #isUntouched(records: LinkKey[]): boolean {
    return !this.#stoodBefore && records.every((key) => this.#stored.has(linkName(key)));
  }

  #read(key: LinkKey, link: Link | undefined): void {
    const stands = link?.targetId !== undefined;
    if (stands && !this.#stored.has(linkName(key))) this.#stoodBefore = true;
    this.#stored.set(linkName(key), { revision: link?.revision ?? 0, stands });
  }

  #count(given: Link, saved: Link, beganAtEpochMs: number): void {
    const stands = saved.targetId !== undefined;
    const isFirst = given.revision === 0;
    const before = isFirst ? { revision: 0, stands: false } : this.#stored.get(linkName(given));
    this.#stored.set(linkName(saved), { revision: saved.revision, stands });
    // Links the other way round are no records.
    if (saved.sourceId.startsWith(holderMark)) return;
    // Saved over what was read elsewhere: nobody here knows what stood there.
    if (before?.revision !== given.revision) this.#isUnsure = true;
    else if (before.stands !== stands) {
      this.#by.set(saved.kind, (this.#by.get(saved.kind) ?? 0) + (stands ? 1 : -1));
      this.#firstAtEpochMs ??= beganAtEpochMs;
    }
  }
}
