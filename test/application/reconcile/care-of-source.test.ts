import { beforeEach, describe, expect, it } from 'vitest';
import { acceptSilence } from '../../../shared/application/source-state/accept-silence.ts';
import { openSilence, standingSilence } from '../../../shared/domain/intake/silence.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId } from '../../support/vendors-in-process.ts';
import { aNightThrough, lost, whose, workAsked } from '../../support/worked-nights.ts';

let pipeline: Pipeline;

beforeEach(async () => {
  pipeline = await startPipeline({ settings: { historyNotes: false } });
});

async function posted(count: number): Promise<void> {
  await pipeline.press('month-end-run', { count });
  await pipeline.settle();
}

function hoursLater(hours: number): void {
  pipeline.clock.advance(hours * 3_600_000);
}

describe('a customer who lost its link at the source', () => {
  it('is owed it again, once, and it is written', async () => {
    await posted(1);
    const { contacts } = await pipeline.xeroState();
    const posted1 = contacts.find((one: { contactNumber?: string }) => one.contactNumber);
    const { tables } = pipeline.stora.world.operators.get(operatorId) ?? {};
    const stored = tables?.contacts.get(posted1?.contactNumber);
    if (stored === undefined) throw new Error('There is no such contact.');
    expect(stored.metadata).toEqual({ 'rollerdoor:xero': posted1.contactId });
    hoursLater(24);
    const at = new Date(pipeline.clock.nowEpochMs()).toISOString();
    tables?.contacts.set(stored.id, { ...stored, metadata: {}, updated_at: at });

    expect(await aNightThrough(pipeline)).toMatchObject({ found: {} });
    await aNightThrough(pipeline);

    const key = { ...whose, kind: 'contact', sourceId: stored.id } as const;
    expect((await pipeline.stores.links.get(key))?.owed).toEqual([{ what: 'metadata' }]);
    expect(pipeline.log.counts.get('MetadataLost')).toBe(1);
    await pipeline.writeBack([{ schemaVersion: 1, ...key, epoch: 1 }]);
    expect(tables?.contacts.get(stored.id)?.metadata).toEqual(stored.metadata);
  });
});

const stateOf = () => pipeline.stores.sourceStates.get(operatorId);
const source = () => pipeline.stores.connections.get({ operatorId, provider: 'stora' });
const noted = (type: string) =>
  pipeline.stores.activities.all().filter((activity) => activity.type === type);

async function standing() {
  return standingSilence(await source(), await stateOf());
}

/** A bill a day, and then none for four days, of which nights bring over what was not told. */
async function fallSilent(): Promise<void> {
  await posted(1);
  for (let day = 0; day < 10; day += 1) {
    hoursLater(24);
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
  }
  expect((await aNightThrough(pipeline)).silence).toBeUndefined();
  await lost(pipeline, () => pipeline.press('month-end-run', { count: 1 }));
  for (let day = 0; day < 4; day += 1) {
    hoursLater(24);
    await aNightThrough(pipeline);
    await workAsked(pipeline);
  }
}

describe('a source that tells of nothing any more', () => {
  it('is noticed by its own habit, also where nights bring over what it does not tell', async () => {
    await fallSilent();

    const { silence } = await aNightThrough(pipeline);
    expect(Math.round((silence?.silentForMs ?? 0) / 3_600_000)).toBe(96);
    expect(Math.round((silence?.usualGapMs ?? 0) / 3_600_000)).toBe(24);
  });

  it('is told the operator once, until a person knows why or it is heard again', async () => {
    await fallSilent();
    const silence = await standing();
    expect(silence).toBeDefined();
    expect(noted('silence.noticed')).toHaveLength(1);
    const wish = { operatorId, actor: 'operator', reason: 'switched off on purpose' };
    expect(await acceptSilence(pipeline.ports, { ...wish, heardAt: 'another time' })).toBe(
      'heard_again',
    );

    expect(await acceptSilence(pipeline.ports, { ...wish, heardAt: silence?.heardAt })).toBe(
      'accepted',
    );
    hoursLater(24);
    // Each look at the clock takes a moment, as anywhere.
    const nowEpochMs = pipeline.ports.clock.nowEpochMs.bind(pipeline.ports.clock);
    pipeline.ports.clock.nowEpochMs = () => {
      pipeline.clock.advance(1);
      return nowEpochMs();
    };
    await aNightThrough(pipeline);

    expect((await standing())?.accepted).toMatchObject({ by: 'operator', reason: wish.reason });
    expect(openSilence(await source(), await stateOf())).toBeUndefined();
    expect(noted('silence.noticed')).toHaveLength(1);

    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    await aNightThrough(pipeline);
    expect(await standing()).toBeUndefined();
    expect(noted('silence.ended')).toHaveLength(1);
  });
});
