import { beforeEach, expect, it } from 'vitest';
import {
  linkNear,
  linksNear,
  type NearLinks,
  readTogether,
} from '../../../shared/application/apply-changes/near-links.ts';
import { aLink } from '../../builders/a-link.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';

const invoice = aLink();
const customer = aLink({ kind: 'contact', sourceId: 'con_0001' });
const other = aLink({ kind: 'contact', sourceId: 'con_0002' });

let clock: FakeClock;
let links: InMemoryLinks;
let reads: number;
let batch: { near: NearLinks; ports: { links: InMemoryLinks; clock: FakeClock } };

beforeEach(async () => {
  clock = new FakeClock();
  links = new InMemoryLinks(clock);
  reads = 0;
  const getMany = links.getMany.bind(links);
  links.getMany = (keys) => {
    reads += 1;
    return getMany(keys);
  };
  batch = { near: { readAtEpochMs: 0, links: new Map() }, ports: { links, clock } };
  await links.save(customer);
});

it('hands out what was read with the records, also that nothing is linked there', async () => {
  const found = await readTogether([invoice, invoice], [customer, other, invoice], batch);

  expect(found).toEqual([undefined, undefined]);
  expect(await linksNear([other, customer], batch)).toEqual([
    undefined,
    { ...customer, revision: 1 },
  ]);
  expect(reads).toBe(1);
});

it('hands it out once: whoever asks again wants to know what has changed', async () => {
  await readTogether([invoice], [customer], batch);
  await linkNear(customer, batch);
  await links.save({ ...customer, revision: 1, targetId: 'target-1' });

  expect(await linkNear(customer, batch)).toMatchObject({ targetId: 'target-1' });
});

it('reads anew what was not read, and what is older than five seconds', async () => {
  await readTogether([invoice], [customer, other], batch);
  clock.advance(5_000);
  expect(await linkNear(customer, batch)).toBeDefined();
  expect(reads).toBe(1);
  clock.advance(1);
  await links.save(other);

  expect(await linkNear(other, batch)).toEqual({ ...other, revision: 1 });
  expect(await linkNear(invoice, batch)).toBeUndefined();
  expect(reads).toBe(3);
});

it('reads anew when the clock was set back', async () => {
  await readTogether([invoice], [customer], batch);
  clock.advance(-1);
  await links.save({ ...customer, revision: 1, targetId: 'target-1' });

  expect(await linkNear(customer, batch)).toMatchObject({ targetId: 'target-1' });
});

it('keeps nothing of the records before', async () => {
  await readTogether([invoice], [customer], batch);
  await readTogether([invoice], [], batch);
  await links.save({ ...customer, revision: 1, targetId: 'target-1' });

  expect(await linkNear(customer, batch)).toMatchObject({ targetId: 'target-1' });
});

it('reads the records where one that they may need is what nobody can read', async () => {
  await links.save(invoice);
  const getMany = links.getMany.bind(links);
  links.getMany = (keys) =>
    keys.some(({ sourceId }) => sourceId === customer.sourceId)
      ? Promise.reject(new Error('The item is malformed.'))
      : getMany(keys);

  expect(await readTogether([invoice], [customer], batch)).toMatchObject([{ revision: 1 }]);
  await expect(linkNear(customer, batch)).rejects.toThrow('malformed');
});
