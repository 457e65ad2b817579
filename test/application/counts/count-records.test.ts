import { beforeEach, describe, expect, it } from 'vitest';
import { recordCounts, recountWhenDue } from '../../../shared/application/counts/count-records.ts';
import { aLink } from '../../builders/a-link.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { InMemoryRecordCounts } from '../../fakes/in-memory-record-counts.ts';

const operatorId = anOperatorId;

describe('how many records stand', () => {
  let deps: { clock: FakeClock; links: InMemoryLinks; counts: InMemoryRecordCounts };
  beforeEach(() => {
    const clock = new FakeClock();
    deps = { clock, links: new InMemoryLinks(clock), counts: new InMemoryRecordCounts() };
    deps.links.seed(aLink({ targetId: 't1' }));
  });
  const doubt = () =>
    deps.counts.note({
      operatorId,
      by: {},
      firstAtEpochMs: 0,
      isDoubted: true,
      nowEpochMs: deps.clock.nowEpochMs(),
    });
  const noMore = () => deps.links.faults.failNext('count', new Error('All links are read again.'));

  it('is counted at the first look, of operators from before too, and kept from then on', async () => {
    expect(await recordCounts(deps, operatorId)).toEqual({
      contact: 0,
      invoice: 1,
      credit_note: 0,
      ...{ deal: 0, order: 0, tenancy: 0 },
    });

    noMore();
    expect(await recordCounts(deps, operatorId)).toEqual({
      contact: 0,
      invoice: 1,
      credit_note: 0,
      ...{ deal: 0, order: 0, tenancy: 0 },
    });
  });

  it('is told as it was counted also where a batch came between, and counted again at the next look', async () => {
    const { count } = deps.links;
    deps.links.count = async (id) => {
      await doubt();
      return count.call(deps.links, id);
    };
    expect(await recordCounts(deps, operatorId)).toMatchObject({ invoice: 1 });
    deps.links.count = count;
    deps.links.seed(aLink({ sourceId: 'inv_2', targetId: 't2' }));

    expect(await recordCounts(deps, operatorId)).toMatchObject({ invoice: 2 });
  });

  it('is right at the next look though it was looked at seconds before the first posting', async () => {
    await recordCounts(deps, operatorId);
    deps.links.seed(aLink({ sourceId: 'inv_2', targetId: 't2' }));
    deps.clock.advance(3_000);
    const nowEpochMs = deps.clock.nowEpochMs();
    await deps.counts.note({
      ...{ operatorId, by: { invoice: 1 }, isDoubted: false },
      ...{ firstAtEpochMs: nowEpochMs, nowEpochMs },
    });

    expect(await recordCounts(deps, operatorId)).toMatchObject({ invoice: 2 });
    noMore();
    expect(await recordCounts(deps, operatorId)).toMatchObject({ invoice: 2 });
  });

  it('is counted anew where it is doubted, and is no more then; of many once a day', async () => {
    for (let index = 0; index < 1_000; index += 1)
      deps.links.seed(aLink({ sourceId: `many_${index}`, targetId: `t_${index}` }));
    await recordCounts(deps, operatorId);
    deps.links.seed(aLink({ sourceId: 'inv_2', targetId: 't2' }));
    expect(await recountWhenDue(deps, operatorId)).toBe(false);

    await doubt();
    expect(await recordCounts(deps, operatorId)).toMatchObject({ invoice: 1_001 });
    expect(await recountWhenDue(deps, operatorId)).toBe(true);

    expect(await recordCounts(deps, operatorId)).toMatchObject({ invoice: 1_002 });
    expect(await recountWhenDue(deps, operatorId)).toBe(false);
  });
});
