import { beforeEach, expect, it } from 'vitest';
import type { Link } from '../../shared/contracts/link-item.ts';
import { noRecords } from '../../shared/domain/counts/kind-counts.ts';
import { newHolder } from '../../shared/domain/links/holder.ts';
import { shardOf } from '../../shared/domain/sweep/shard-of.ts';
import { owingShards } from '../../shared/domain/write-back/owing-shards.ts';
import type { Links, OwingCursor } from '../../shared/ports/links.ts';
import { aLink } from '../builders/a-link.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const fullLink: Link = aLink({
  sourceId: 'inv#with # odd/characters',
  version: { at: '2026-11-30T09:00:00.000Z', rank: 2, fingerprint: 'abc' },
  targetId: 'target-1',
  targetLabel: 'HBR-0001',
  posted: {
    currency: 'GBP',
    totalMinor: 12_000,
    taxMinor: 2_000,
    paidMinor: 0,
    allocatedMinor: 0,
    voided: false,
  },
  effects: {
    'invoice.create': { state: 'sending', generation: 1, sentAtEpochMs: 1, requestHash: 'hash' },
  },
  paymentsSeen: [{ cumulativeMinor: 5_000, at: '2026-11-21T10:00:00Z' }],
  owed: [
    { what: 'metadata' },
    { what: 'timeline', note: 'posted', text: 'Posted.', contactSourceId: 'con_0001' },
  ],
  owedSinceEpochMs: new FakeClock().nowEpochMs(),
  deletedAt: '2026-11-30T10:00:00.000Z',
});

/** What every store of links does: a save applies over the revision that was read, or not at all. */
export function linksSuite(make: (clock: FakeClock) => Promise<Links>): void {
  let links: Links;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = new FakeClock();
    links = await make(clock);
  });
  conflictSuite(() => links);
  manySuite(() => links);
  for (const suite of [debtsSuite, agesSuite, formerPlaceSuite, debtsOfOneSuite])
    suite(
      () => links,
      () => clock,
    );

  it('returns nothing for a record that was never linked', async () => {
    expect(await links.get(aLink())).toBeUndefined();
  });

  it('returns a link with all its parts as it was saved, one revision on', async () => {
    const saved = await links.save(fullLink);

    expect(saved).toEqual({ ...fullLink, revision: 1 });
    expect(await links.get(fullLink)).toEqual(saved);
  });

  it('saves over the revision that was read', async () => {
    await links.save(aLink());

    expect(await links.save(aLink({ revision: 1, targetId: 'target-1' }))).toEqual(
      aLink({ revision: 2, targetId: 'target-1' }),
    );
  });

  it('forgets what the saved link does not have any more', async () => {
    await links.save(fullLink);

    await links.save(aLink({ sourceId: fullLink.sourceId, revision: 1 }));

    expect(await links.get(fullLink)).toEqual(aLink({ sourceId: fullLink.sourceId, revision: 2 }));
  });

  it('keeps records apart by operator, kind and source id', async () => {
    await links.save(aLink({ targetId: 'mine' }));

    expect(await links.get(aLink({ operatorId: 'somebody-else' }))).toBeUndefined();
    expect(await links.get(aLink({ kind: 'contact' }))).toBeUndefined();
    expect(await links.get(aLink({ sourceId: 'inv_0002' }))).toBeUndefined();
  });

  it('counts by kind what of an operator stands in the target', async () => {
    await links.save(aLink({ targetId: 't1' }));
    await links.save(aLink({ targetId: 't2', sourceId: 'inv_0002' }));
    await links.save(aLink({ sourceId: 'inv_parked' }));
    await links.save(aLink({ targetId: 't3', kind: 'contact', sourceId: 'con_0001' }));
    await links.save(aLink({ targetId: 't4', operatorId: 'somebody-else' }));
    const contact = { ...aLink(), kind: 'contact', sourceId: 'con_0001' } as const;
    await links.save(newHolder(contact, 't3'));

    expect(await links.count(aLink().operatorId)).toEqual({
      ...noRecords,
      contact: 1,
      invoice: 2,
      credit_note: 0,
    });
  });
}

/** Several links at once. */
function manySuite(links: () => Links): void {
  it('answers for several records in their order, for the same twice, and for none', async () => {
    const contact = aLink({ kind: 'contact', sourceId: 'con_0001' });
    const unknown = aLink({ sourceId: 'inv_0002' });
    const saved = await links().save(aLink());
    const savedContact = await links().save(contact);

    expect(await links().getMany([unknown, contact, aLink(), contact])).toEqual([
      undefined,
      savedContact,
      saved,
      savedContact,
    ]);
    expect(await links().getMany([])).toEqual([]);
  });

  it('answers for more records than fit into one call', async () => {
    const keys = Array.from({ length: 120 }, (_, at) => aLink({ sourceId: `inv_${at}` }));
    await links().save(aLink({ sourceId: 'inv_3' }));
    await links().save(aLink({ sourceId: 'inv_119' }));

    const found = (await links().getMany(keys)).map((link) => link?.sourceId);
    expect(found).toHaveLength(120);
    expect(found.filter((sourceId) => sourceId !== undefined)).toEqual(['inv_3', 'inv_119']);
    expect(found[119]).toBe('inv_119');
  });
}

/** Two hands on one link. */
function conflictSuite(links: () => Links): void {
  it('answers conflict to a second first save, and to a save of an old revision', async () => {
    await links().save(aLink());
    await links().save(aLink({ revision: 1 }));

    expect(await links().save(aLink({ targetId: 'lost' }))).toBe('conflict');
    expect(await links().save(aLink({ revision: 1, targetId: 'lost' }))).toBe('conflict');
    expect(await links().get(aLink())).toEqual(aLink({ revision: 2 }));
  });

  it('answers conflict to a save over a link that is not there', async () => {
    expect(await links().save(aLink({ revision: 1 }))).toBe('conflict');
    expect(await links().get(aLink())).toBeUndefined();
  });

  it.each([0, 1])('lets one of two simultaneous saves of revision %i win', async (revision) => {
    if (revision > 0) await links().save(aLink());

    const answers = await Promise.all([
      links().save(aLink({ revision, targetId: 'one' })),
      links().save(aLink({ revision, targetId: 'two' })),
    ]);

    const won = answers.filter((answer) => answer !== 'conflict');
    expect(won).toHaveLength(1);
    expect(await links().get(aLink())).toEqual(won[0]);
  });
}

const owed: Link['owed'] = [{ what: 'metadata' }];
const minute = 60_000;
const day = 24 * 60 * minute;
const shards = ['former', ...Array.from({ length: owingShards }, (_, shard) => shard)] as const;

async function owingWithin(links: Links, fromEpochMs: number, beforeEpochMs: number) {
  const place = { fromEpochMs, beforeEpochMs, atMost: 100 };
  const pages = await Promise.all(shards.map((shard) => links.owing({ shard, ...place })));
  return pages
    .flatMap((page) => page.links)
    .sort((left, right) => left.sinceEpochMs - right.sinceEpochMs);
}

/** Links that owe something, and where they are found. */
function debtsSuite(links: () => Links, clock: () => FakeClock): void {
  const within = (from: number, before: number) => owingWithin(links(), from, before);

  it('finds what owes, of all operators', async () => {
    const start = clock().nowEpochMs();
    await links().save(aLink({ owed }));
    clock().advance(1_000);
    await links().save(aLink({ operatorId: 'somebody-else', kind: 'contact', owed }));
    await links().save(aLink({ sourceId: 'inv_0002' }));

    const { operatorId, target, kind, sourceId } = aLink();
    expect(await within(start, start + day)).toEqual([
      { operatorId, target, kind, sourceId, sinceEpochMs: start },
      {
        operatorId: 'somebody-else',
        target,
        kind: 'contact',
        sourceId,
        sinceEpochMs: start + 1_000,
      },
    ]);
  });

  it('finds it inside the span only: the start belongs to it, the end does not', async () => {
    const start = clock().nowEpochMs();
    await links().save(aLink({ owed }));

    expect(await within(start, start + 1)).toHaveLength(1);
    expect(await within(start - day, start)).toEqual([]);
    expect(await within(start + 1, start + day)).toEqual([]);
  });

  it('finds it in the shard of its operator, page by page, those of one instant too', async () => {
    const start = clock().nowEpochMs();
    for (const sourceId of ['inv_1', 'inv_2', 'inv_3', 'inv#4', 'inv_5'])
      await links().save(aLink({ sourceId, owed }));
    clock().advance(1);
    await links().save(aLink({ sourceId: 'inv_0', owed }));
    const shard = shardOf(aLink().operatorId, owingShards);
    const place = { shard, fromEpochMs: start, beforeEpochMs: start + day, atMost: 2 };

    const found: string[] = [];
    let after: OwingCursor | undefined;
    do {
      const page = await links().owing({ ...place, after });
      expect(page.links.length).toBeLessThanOrEqual(2);
      found.push(...page.links.map(({ sourceId }) => sourceId));
      after = page.next;
    } while (after !== undefined);

    expect(found.at(-1)).toBe('inv_0');
    expect(found.toSorted()).toEqual(['inv#4', 'inv_0', 'inv_1', 'inv_2', 'inv_3', 'inv_5']);
  });
}

/** For a version that looks under one key only. */
function formerPlaceSuite(links: () => Links, clock: () => FakeClock): void {
  const everything = () => ({ fromEpochMs: 0, beforeEpochMs: clock().nowEpochMs() + day });
  const shard = shardOf(aLink().operatorId, owingShards);
  const placed = async () => {
    const page = await links().owing({ shard: 'former', ...everything(), atMost: 10 });
    return page.links;
  };

  it('puts one where versions before look for it, with its age and as it is', async () => {
    await links().save(aLink({ owed }));
    clock().advance(minute);
    const place = { shard, ...everything(), atMost: 10 };
    const { links: found } = await links().owing(place);
    const [entry] = found;
    if (entry === undefined) throw new Error('It owes.');

    expect(await links().placeAsBefore(entry)).toBe(true);

    expect(await placed()).toEqual(found);
    expect((await links().owing(place)).links).toEqual([]);
    expect(await links().get(aLink())).toMatchObject({ owed, revision: 1 });
    expect(await links().placeAsBefore(entry)).toBe(false);
  });

  it('brings none there that has paid', async () => {
    const link = await links().save(aLink({ owed }));
    if (link === 'conflict') throw new Error('Nobody else saves.');
    const { links: found } = await links().owing({ shard, ...everything(), atMost: 10 });
    const [entry] = found;
    await links().save({ ...link, owed: [] });

    expect(entry && (await links().placeAsBefore(entry))).toBe(false);
    expect(await placed()).toEqual([]);
  });
}

/** The same, by since when. */
function agesSuite(links: () => Links, clock: () => FakeClock): void {
  const within = (from: number, before: number) => owingWithin(links(), from, before);

  it('finds it by when it began to owe, whatever is saved, and no more once it has paid', async () => {
    const start = clock().nowEpochMs();
    const owing = await saved(aLink({ owed }));
    clock().advance(9 * minute);
    const later = await saved({ ...owing, targetId: 'target-1' });

    expect(later.owedSinceEpochMs).toBe(start);
    expect(await within(start, start + 1)).toMatchObject([{ sinceEpochMs: start }]);
    const paid = await saved({ ...later, owed: [] });
    expect(await within(start, start + day)).toEqual([]);
    expect(await links().get(aLink())).toEqual(paid);
    expect(paid).not.toHaveProperty('owedSinceEpochMs');
  });

  it('finds one that has owed for ten minutes by its last save', async () => {
    const start = clock().nowEpochMs();
    const owing = await saved(aLink({ owed }));
    clock().advance(10 * minute);
    await saved({ ...owing, owed: [...owed, { what: 'history', refusals: 1 }] });

    expect(await within(start, start + 10 * minute)).toEqual([]);
    expect(await within(start, start + day)).toMatchObject([{ sinceEpochMs: start + 10 * minute }]);
  });

  async function saved(link: Link): Promise<Link> {
    const answer = await links().save(link);
    if (answer === 'conflict') throw new Error('Nobody else saves here.');
    return answer;
  }
}

/** The same for one operator. */
function debtsOfOneSuite(links: () => Links, clock: () => FakeClock): void {
  it('names what one operator owes, up to a number, and nothing that it has paid', async () => {
    const { operatorId, target, kind } = aLink();
    for (const sourceId of ['inv_1', 'inv_2']) await links().save(aLink({ sourceId, owed }));
    const paid = aLink({ sourceId: 'inv_3', owed });
    await links().save(paid);
    await links().save({ ...paid, revision: 1, owed: [] });
    await links().save(aLink({ operatorId: 'somebody-else', owed }));

    const owing = await links().owingOf(operatorId, 10);

    expect(owing.toSorted((a, b) => (a.sourceId < b.sourceId ? -1 : 1))).toEqual([
      { operatorId, target, kind, sourceId: 'inv_1' },
      { operatorId, target, kind, sourceId: 'inv_2' },
    ]);
    expect(await links().owingOf(operatorId, 1)).toHaveLength(1);
  });

  it('counts what one operator owes, up to a number, and since when', async () => {
    const start = clock().nowEpochMs();
    for (const sourceId of ['inv_1', 'inv_2', 'inv_3']) {
      await links().save(aLink({ sourceId, owed }));
      clock().advance(1_000);
    }
    await links().save(aLink({ operatorId: 'somebody-else', owed }));
    await links().save(aLink({ sourceId: 'inv_4' }));

    const { operatorId } = aLink();
    const all = { count: 3, isMore: false, oldestEpochMs: start };
    expect(await links().debts(operatorId, 3)).toEqual(all);
    expect(await links().debts(operatorId, 2)).toMatchObject({ count: 2, isMore: true });
    expect(await links().debts('nobody', 3)).toEqual({
      count: 0,
      isMore: false,
      oldestEpochMs: undefined,
    });
  });
}
