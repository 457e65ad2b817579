import { describe, expect, it } from 'vitest';
import { ensureLedgerSettings } from '../../../shared/application/settings/ensure-ledger-settings.ts';
import { saveSettings } from '../../../shared/application/settings/save-settings.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
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

  it('are not written over what somebody saved while the ledger was read', async () => {
    const pipeline = await startPipeline();
    const settings = new InMemorySettings();
    const saved = ledgerSettings({ operatorId: 'acorn', version: 3, defaultAccountCode: '260' });
    const ledger = pipeline.ports.ledgerFor();
    const read = ledger.catalogue.read.bind(ledger.catalogue);
    ledger.catalogue.read = async () => {
      await settings.put(saved);
      return read();
    };

    const owner = { operatorId: 'acorn', target: 'xero', accountId: undefined } as const;
    expect(await ensureLedgerSettings({ ...pipeline.ports, settings }, owner)).toEqual(saved);
    expect(await settings.get('acorn', 'xero')).toEqual(saved);
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

describe('the settings for another company', () => {
  const accountId = aConnection({ provider: 'xero' }).account.id;
  const owner = { operatorId: 'acorn', target: 'xero', accountId } as const;

  async function atFormerCompany(stored: Partial<LedgerSettings> = {}) {
    const pipeline = await startPipeline();
    const settings = new InMemorySettings();
    const former = { operatorId: 'acorn', accountId: 'former', startDate: '2020-01-01', ...stored };
    await settings.put(ledgerSettings(former));
    return { ...pipeline.ports, ...pipeline.stores, settings };
  }

  it('are its own, and keep which options the sites have in the former one', async () => {
    const sites = { site_1: { setting: 'Location', categoryId: 'c', optionId: 'o' } };
    const ports = await atFormerCompany({ sites, accountMap: { RENT: '200' }, version: 4 });

    const next = await ensureLedgerSettings(ports, owner);

    expect(next).toMatchObject({ accountId, sites, accountMap: {}, version: 5 });
    expect(next.startDate).not.toBe('2020-01-01');
  });

  it('are those of before when the operator comes back, with all that was noted there', async () => {
    const ports = await atFormerCompany({ version: 4, paymentTermsDays: 30 });
    await ensureLedgerSettings(ports, owner);
    const sites = { site_1: { setting: 'Location', categoryId: 'c', optionId: 'o' } };
    await ports.settings.rememberSites('acorn', 'xero', sites);
    const change = (settings: LedgerSettings) => ({ ...settings, paymentTermsDays: 7 });
    await saveSettings(ports, { operatorId: 'acorn', target: 'xero', change, actor: 'operator' });

    const back = await ensureLedgerSettings(ports, { ...owner, accountId: 'former' });
    const again = await ensureLedgerSettings(ports, owner);

    const former = { accountId: 'former', paymentTermsDays: 30, startDate: '2020-01-01' };
    expect(back).toMatchObject({ ...former, sites, version: 7 });
    expect(again).toMatchObject({ accountId, paymentTermsDays: 7, sites, version: 8 });
    const said = (await ports.activities.latest('acorn', 20)).map(describeActivity);
    expect(said.filter((words) => words.includes('in use again'))).toHaveLength(2);
  });

  it('are not written over what a person saves at the same moment', async () => {
    const ports = await atFormerCompany({ version: 4 });
    const change = (settings: LedgerSettings) => ({ ...settings, paymentTermsDays: 7 });
    const wish = { operatorId: 'acorn', target: 'xero', change, actor: 'operator' } as const;

    await Promise.all([saveSettings(ports, wish), ensureLedgerSettings(ports, owner)]);
    const back = await ensureLedgerSettings(ports, { ...owner, accountId: 'former' });

    const versions = await ports.settingsVersions.latest({ ...wish, atMost: 10 });
    expect(versions.map(({ version }) => version)).toEqual([7, 6, 5, 4]);
    const saved = versions.filter(({ by }) => by === 'operator');
    expect(saved).toHaveLength(1);
    const isOfFormer = saved[0]?.settings.accountId === 'former';
    expect(back.paymentTermsDays).toBe(isOfFormer ? 7 : 0);
  });
});
