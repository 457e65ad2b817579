import { beforeEach, describe, expect, it } from 'vitest';
import { CountedLinks } from '../../../shared/application/counts/counted-links.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { newHolder } from '../../../shared/domain/links/holder.ts';
import { aLink } from '../../builders/a-link.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { InMemoryRecordCounts } from '../../fakes/in-memory-record-counts.ts';

const operatorId = anOperatorId;

describe('the links of one batch', () => {
  let clock: FakeClock;
  let stored: InMemoryLinks;
  let counts: InMemoryRecordCounts;
  let links: CountedLinks;
  beforeEach(() => {
    clock = new FakeClock();
    stored = new InMemoryLinks(clock);
    counts = new InMemoryRecordCounts();
    links = new CountedLinks({ links: stored, clock });
  });
  const bringIn = (...again: Link[]) => links.bringIn(counts, { operatorId, again });
  const noted = () => counts.get(operatorId);
  const save = async (link: Link) => {
    const saved = await links.save(link);
    if (saved === 'conflict') throw new Error('Nobody else saves here.');
    return saved;
  };

  it('tell once, together, what came to stand in the target, however often each was saved', async () => {
    const journaled = await save(aLink());
    const created = await save({ ...journaled, targetId: 't1' });
    await save({ ...created, targetLabel: 'HBR-1' });
    await save(aLink({ sourceId: 'inv_2', targetId: 't2' }));
    await save(aLink({ kind: 'contact', sourceId: 'con_1', targetId: 't3' }));
    expect(await noted()).toBeUndefined();

    await bringIn();

    expect(await noted()).toMatchObject({ invoice: 2, contact: 1, changes: 1 });
    expect(await noted()).not.toHaveProperty('doubtedAtEpochMs');
  });

  it('count nothing twice that stood before, and take off what does not stand any more', async () => {
    stored.seed(aLink({ revision: 4, targetId: 't1' }));
    stored.seed(aLink({ sourceId: 'inv_2', revision: 1, targetId: 't2' }));
    const first = await links.get(aLink());
    await save({ ...aLink(), ...first, targetLabel: 'HBR-1' });
    await links.getMany([aLink({ sourceId: 'inv_3' }), aLink({ sourceId: 'inv_2' })]);
    await save(aLink({ sourceId: 'inv_2', revision: 1 }));

    await bringIn();

    expect(await noted()).toMatchObject({ invoice: -1, changes: 1 });
  });

  it('write nothing where nothing changed', async () => {
    stored.seed(aLink({ revision: 4, targetId: 't1' }));
    await links.get(aLink());
    await save(aLink({ revision: 4, targetId: 't1', targetLabel: 'HBR-1' }));
    await save(newHolder(aLink({ kind: 'contact' }), 't1'));

    await bringIn();

    expect(await noted()).toBeUndefined();
  });

  it('do not count a save that another worker came before', async () => {
    await links.get(aLink());
    stored.seed(aLink({ revision: 1, targetId: 'theirs' }));
    expect(await links.save(aLink({ targetId: 'ours' }))).toBe('conflict');
    const theirs = await links.get(aLink());
    await save({ ...aLink(), ...theirs, targetLabel: 'HBR-1' });

    await bringIn();

    expect(await noted()).toBeUndefined();
  });

  it('doubt the figures where a batch is handed out again and something stands already', async () => {
    stored.seed(aLink({ revision: 4, targetId: 't1' }));
    await links.get(aLink());

    await bringIn(aLink());

    expect(await noted()).toMatchObject({ doubtedAtEpochMs: clock.nowEpochMs(), changes: 1 });
  });

  it('doubt the figures where a record of a batch that is handed out again is not even looked at', async () => {
    await bringIn(aLink());

    expect(await noted()).toMatchObject({ doubtedAtEpochMs: clock.nowEpochMs() });
  });

  it('doubt nothing of a batch that is handed out again before anything stood', async () => {
    await links.get(aLink());
    await save(aLink({ targetId: 't1' }));

    await bringIn(aLink());

    expect(await noted()).not.toHaveProperty('doubtedAtEpochMs');
  });

  it('doubt the figures where they save over what they did not read', async () => {
    stored.seed(aLink({ revision: 1 }));
    await save(aLink({ revision: 1, targetId: 't1' }));

    await bringIn();

    expect(await noted()).toMatchObject({ doubtedAtEpochMs: clock.nowEpochMs() });
  });

  it('doubt the figures where a save has no answer', async () => {
    stored.faults.failNext('save', new Error('No answer.'));
    await expect(links.save(aLink({ targetId: 't1' }))).rejects.toThrow('No answer.');

    await bringIn();

    expect(await noted()).toMatchObject({ doubtedAtEpochMs: clock.nowEpochMs() });
  });
});
