import { describe, expect, it } from 'vitest';
import { bringBack, sweepAside } from '../../../shared/application/resting/bring-back.ts';
import {
  type SwitchWish,
  switchPosting,
} from '../../../shared/application/settings/switch-posting.ts';
import { describeActivity } from '../../../shared/domain/portal/activity-words.ts';
import { startPipeline } from '../../support/pipeline.ts';

const operatorId = 'acorn';
const owner = { operatorId, target: 'xero' } as const;

/** An operator who has connected and not switched on yet, and what came meanwhile. */
async function waitingWorld() {
  const pipeline = await startPipeline({ settings: { posting: { isOn: false }, version: 4 } });
  const { ports, stores, changes } = pipeline;
  await pipeline.press('month-end-run', { count: 3 });
  await pipeline.settle();
  const deps = { ...ports, asideQueues: { xero: changes } };
  return {
    ...pipeline,
    deps,
    switchTo: (isOn: boolean, more: Partial<SwitchWish> = {}) =>
      switchPosting(ports, { ...owner, isOn, by: 'Ada', ...more }),
    async seen() {
      const { version = 0, accountId } = (await stores.settings.get(operatorId, 'xero')) ?? {};
      return { version, ...(accountId === undefined ? {} : { accountId }) };
    },
    sweep: () => sweepAside(deps, pipeline.clock.nowEpochMs() + 60_000),
    numbers: async () =>
      (await pipeline.xeroState()).invoices.map((one: { number: string }) => one.number),
    posting: async () => (await stores.settings.get(operatorId, 'xero'))?.posting,
    switches: () => stores.activities.all().filter(({ type }) => type.startsWith('posting.')),
    async workAll() {
      for (let rounds = 0; rounds < 50; rounds += 1) {
        const [result] = await pipeline.workAside();
        if (result?.kind === 'done') return;
        pipeline.clock.advance(5_000);
      }
      throw new Error('What stands aside does not end.');
    },
  };
}

describe('posting that is not switched on', () => {
  it('sends nothing to the ledger; what comes stands aside', async () => {
    const world = await waitingWorld();

    expect(await world.numbers()).toEqual([]);
    expect(world.calls.filter(({ url }) => url.includes('/api.xro'))).toEqual([]);
    const sent = world.changes.messages().map(({ eventId }) => eventId);
    const aside = world.stores.aside.all().map(({ message }) => message.eventId);
    expect(aside.toSorted()).toEqual(sent.toSorted());
  });

  it('is not asked for what stands aside, however often the sweep looks', async () => {
    const world = await waitingWorld();

    world.clock.advance(26 * 3_600_000);
    expect(await world.sweep()).toEqual({ broughtBack: 0, stuck: 0 });
    await bringBack(world.deps, operatorId);

    expect(world.changes.asked).toEqual([]);
  });
});

describe('switching on', () => {
  it('keeps who accepted what when, tells of it once, and brings all back once', async () => {
    const world = await waitingWorld();

    const { kind } = await world.switchTo(true, { seen: await world.seen() });
    await bringBack(world.deps, operatorId);
    await world.workAll();

    expect(kind).toBe('switched');
    const posting = await world.posting();
    expect(posting).toMatchObject({ isOn: true, by: 'Ada', settingsVersion: 4 });
    expect(world.switches()).toMatchObject([{ type: 'posting.switched_on', at: posting?.at }]);
    expect(world.switches().map(describeActivity)).toEqual(['Sending to Xero switched on.']);
    expect(world.changes.asked).toHaveLength(1);
    expect(new Set(await world.numbers()).size).toBe(3);
    expect(world.stores.aside.allMarks()).toEqual([]);
  });

  it('is refused when the settings, or the company, are not those that were seen', async () => {
    const world = await waitingWorld();

    const seen = await world.seen();
    for (const other of [{ version: 3 }, { accountId: 'other' }])
      expect(await world.switchTo(true, { seen: { ...seen, ...other } })).toEqual({
        kind: 'changed_since',
      });

    expect(await world.posting()).toEqual({ isOn: false });
  });

  it('twice is once', async () => {
    const world = await waitingWorld();
    await world.switchTo(true);
    world.clock.advance(60_000);

    expect(await world.switchTo(true, { by: 'Bo' })).toMatchObject({
      kind: 'unchanged',
      settings: { posting: { by: 'Ada' } },
    });
    expect(world.switches()).toHaveLength(1);
  });

  it('that dies behind the switch is told of and brought back by the sweep, even where nothing waits', async () => {
    const world = await waitingWorld();
    world.stores.activities.faults.failNext('append', new Error('died'));
    await expect(world.switchTo(true)).rejects.toThrow('died');
    expect(world.switches()).toEqual([]);

    world.clock.advance(5 * 60_000);
    expect(await world.sweep()).toEqual({ broughtBack: 1, stuck: 0 });

    expect(world.switches()).toHaveLength(1);
    expect(world.changes.asked).toHaveLength(1);
  });

  it('loses nothing of a worker that read the settings of before', async () => {
    const world = await waitingWorld();
    await world.switchTo(true);
    await world.workAll();
    const { settings } = world.stores;
    const read = settings.get.bind(settings);
    const before = await read(operatorId, 'xero');
    await world.press('month-end-run', { count: 1 });
    await world.deliver();
    const late = world.changes.messages().slice(-4);
    settings.get = async () => before && { ...before, posting: { isOn: false } };
    await world.apply(late);
    settings.get = read;
    expect(world.stores.aside.all()).not.toEqual([]);

    world.clock.advance(5 * 60_000);
    await world.sweep();
    await world.workAll();

    expect(new Set(await world.numbers()).size).toBe(4);
  });

  it('finds nothing to switch before a ledger was connected', async () => {
    const world = await waitingWorld();

    const wish = { operatorId: 'nobody', target: 'xero', isOn: true, by: 'Ada' } as const;
    expect(await switchPosting(world.ports, wish)).toEqual({ kind: 'no_settings' });
  });
});

describe('switching off', () => {
  it('keeps what comes from then on, until it is switched on again', async () => {
    const world = await waitingWorld();
    await world.switchTo(true);
    await world.workAll();
    world.clock.advance(60_000);

    await world.switchTo(false);
    await world.press('month-end-run', { count: 2 });
    await world.settle();

    expect(new Set(await world.numbers()).size).toBe(3);
    expect(world.switches().map(describeActivity)).toContain('Sending to Xero switched off.');
    await world.switchTo(true);
    await world.workAll();
    expect(new Set(await world.numbers()).size).toBe(5);
  });
});
