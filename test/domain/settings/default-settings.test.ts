import { describe, expect, it } from 'vitest';
import { ledgerSettings } from '../../../shared/contracts/settings.ts';
import type { Catalogue } from '../../../shared/domain/ledger/drafts.ts';
import { defaultLedgerSettings } from '../../../shared/domain/settings/default-settings.ts';
import { aCatalogue, anAccount } from '../../builders/a-catalogue.ts';

function defaultsFor(catalogue: Partial<Catalogue>) {
  return defaultLedgerSettings({
    operatorId: 'harbour',
    target: 'xero',
    catalogue: aCatalogue(catalogue),
    today: '2026-11-21',
  });
}

describe('defaultLedgerSettings', () => {
  it('starts today, so that nothing of the past is touched', () => {
    expect(defaultsFor({}).startDate).toBe('2026-11-21');
  });

  it('chooses no account for lines without a code: that would be a guess', () => {
    expect(defaultsFor({})).not.toHaveProperty('defaultAccountCode');
  });

  it.each([
    ['GMTSTANDARDTIME', 'Europe/London'],
    ['WAUSTRALIASTANDARDTIME', 'Australia/Perth'],
    ['EASTERNSTANDARDTIME', 'America/New_York'],
    ['SINGAPORESTANDARDTIME', 'Asia/Singapore'],
    ['WEUROPESTANDARDTIME', 'Europe/Berlin'],
    ['SOUTHAFRICASTANDARDTIME', 'Africa/Johannesburg'],
  ])('takes for the zone %s of the organisation %s, whatever its country', (timeZone, zone) => {
    for (const countryCode of ['GB', 'AU', 'US', ''])
      expect(defaultsFor({ countryCode, timeZone })).toMatchObject({
        timeZone: zone,
        ledgerTimeZone: timeZone,
      });
  });

  it.each(['ATLANTISSTANDARDTIME', '', undefined])(
    'leaves the zone open when the organisation names it %j: a guess could miss the month',
    (timeZone) => {
      expect(defaultsFor({ countryCode: 'GB', timeZone })).not.toHaveProperty('timeZone');
    },
  );

  it('takes the one account that is called clearing and takes payments', () => {
    expect(defaultsFor({}).clearingAccountCode).toBe('610');
  });

  it.each([
    [
      'there are two',
      [
        anAccount({ code: '610', name: 'Clearing', acceptsPayments: true }),
        anAccount({ code: '611', name: 'Card clearing', type: 'BANK' }),
      ],
    ],
    ['it takes no payments', [anAccount({ code: '610', name: 'Clearing' })]],
    [
      'it is archived',
      [anAccount({ code: '610', name: 'Clearing', acceptsPayments: true, isActive: false })],
    ],
    ['it has no code', [anAccount({ code: undefined, name: 'Clearing', acceptsPayments: true })]],
    ['none is called so', [anAccount({ code: '610', name: 'Bank', type: 'BANK' })]],
  ])('leaves the clearing account open when %s', (_what, accounts) => {
    expect(defaultsFor({ accounts })).not.toHaveProperty('clearingAccountCode');
  });

  it('gives what the contract of settings accepts', () => {
    expect(ledgerSettings.parse(defaultsFor({}))).toEqual(defaultsFor({}));
  });
});
