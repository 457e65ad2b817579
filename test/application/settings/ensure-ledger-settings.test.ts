import { describe, expect, it } from 'vitest';
import { ensureLedgerSettings } from '../../../shared/application/settings/ensure-ledger-settings.ts';
import { describeActivity } from '../../../shared/domain/portal/activity-words.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperator } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** First settings of an operator, as if they came about at an instant. */
async function firstSettings(pipeline: Pipeline, at: string, connectedAt?: string) {
  const clock = new FakeClock(at);
  const ports = { ...pipeline.ports, clock, settings: new InMemorySettings() };
  const owner = { operatorId: 'acorn', target: 'xero', accountId: undefined, connectedAt } as const;
  return ensureLedgerSettings(ports, owner);
}

describe('the first settings', () => {
  it.each([
    ['AUSEASTERNSTANDARDTIME', '2026-11-30T14:00:00Z', 'Australia/Sydney', '2026-12-01'],
    ['EASTERNSTANDARDTIME', '2026-12-01T03:00:00Z', 'America/New_York', '2026-11-30'],
    ['GMTSTANDARDTIME', '2026-11-30T14:00:00Z', 'Europe/London', '2026-11-30'],
  ])('start, in the zone %s at %s, on the day that it is there', async (...given) => {
    const [timezone, at, timeZone, startDate] = given;
    const pipeline = await startPipeline();
    await pipeline.pressXero('organisation', { timezone });

    expect(await firstSettings(pipeline, at)).toMatchObject({ timeZone, startDate });
  });

  it('start on the day of connecting, also when they come about days later', async () => {
    const pipeline = await startPipeline();

    expect(
      await firstSettings(pipeline, '2026-12-03T10:00:00Z', '2026-11-30T10:00:00Z'),
    ).toMatchObject({ startDate: '2026-11-30' });
  });

  it('start early enough for every zone where it is not known', async () => {
    const pipeline = await startPipeline();
    await pipeline.pressXero('organisation', { timezone: 'ATLANTISSTANDARDTIME' });

    const settings = await firstSettings(pipeline, '2026-12-01T03:00:00Z');

    expect(settings).toMatchObject({
      startDate: '2026-11-30',
      ledgerTimeZone: 'ATLANTISSTANDARDTIME',
    });
    expect(settings).not.toHaveProperty('timeZone');
  });

  it('leave the start where it is when the books are locked there, and say so', async () => {
    const pipeline = await startPipeline();
    await pipeline.pressXero('lock-date', { periodLockDay: '2027-03-31' });

    expect(await firstSettings(pipeline, '2026-11-30T14:00:00Z')).toMatchObject({
      startDate: '2026-11-30',
    });
    const activities = await pipeline.stores.activities.latest('acorn', 20);
    const said = activities
      .filter(({ type }) => type === 'settings.defaulted')
      .map(describeActivity);
    expect(said[0]).toContain('documents wait until the lock date is moved');
  });
});

describe('the switch of the first settings', () => {
  it.each([
    [true, { isOn: true, by: 'partner', at: '2026-11-30T14:00:00.000Z' }],
    [undefined, { isOn: false }],
  ])('where an engineer answers for the operator: %s', async (postsAtOnce, posting) => {
    const pipeline = await startPipeline();
    const operators = { get: async () => anOperator({ ...(postsAtOnce && { postsAtOnce }) }) };
    const clock = new FakeClock('2026-11-30T14:00:00.000Z');
    const ports = { ...pipeline.ports, clock, operators, settings: new InMemorySettings() };

    const owner = { operatorId: 'acorn', target: 'xero', accountId: 'company' } as const;
    const settings = await ensureLedgerSettings(ports, owner);

    expect(settings.posting).toEqual(posting);
  });
});

describe('the first settings for another company', () => {
  it('keep which options the sites have in the former one, for the operator may come back', async () => {
    const pipeline = await startPipeline();
    const sites = { site_1: { setting: 'Location', categoryId: 'c', optionId: 'o' } };
    const settings = new InMemorySettings();
    const former = { operatorId: 'acorn', accountId: 'former', startDate: '2020-01-01', sites };
    await settings.put(ledgerSettings(former));
    const accountId = aConnection({ provider: 'xero' }).account.id;
    const owner = { operatorId: 'acorn', target: 'xero', accountId } as const;

    const next = await ensureLedgerSettings({ ...pipeline.ports, settings }, owner);

    expect(next).toMatchObject({ accountId, sites });
    expect(next.startDate).not.toBe('2020-01-01');
  });
});
