import { describe, expect, it } from 'vitest';
import { followsLedgerZone, inLedgerZone } from '../../../shared/domain/settings/follow-zone.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const following = ledgerSettings({ ledgerTimeZone: 'GMTSTANDARDTIME' });
const { timeZone: _, ...open } = ledgerSettings();
const perth = aCatalogue({ timeZone: 'WAUSTRALIASTANDARDTIME' });

describe('inLedgerZone', () => {
  it('follows an organisation that has moved', () => {
    expect(inLedgerZone(following, perth)).toEqual({
      ...following,
      timeZone: 'Australia/Perth',
      ledgerTimeZone: 'WAUSTRALIASTANDARDTIME',
    });
  });

  it('finds a zone once the organisation names one that is known', () => {
    expect(inLedgerZone({ ...open, ledgerTimeZone: 'ATLANTIS' }, perth)).toMatchObject({
      timeZone: 'Australia/Perth',
    });
    expect(inLedgerZone(open, perth)).toMatchObject({ timeZone: 'Australia/Perth' });
  });

  it('asks again rather than to keep a zone that the organisation has no more', () => {
    const moved = inLedgerZone(following, aCatalogue({ timeZone: 'ATLANTIS' }));

    expect(moved).toMatchObject({ ledgerTimeZone: 'ATLANTIS' });
    expect(moved).not.toHaveProperty('timeZone');
  });

  it('leaves a zone that a person chose', () => {
    expect(followsLedgerZone(ledgerSettings())).toBe(false);
    expect(inLedgerZone(ledgerSettings(), perth)).toBeUndefined();
  });

  it('says nothing while nothing changes', () => {
    expect(inLedgerZone(following, aCatalogue())).toBeUndefined();
    expect(inLedgerZone(open, aCatalogue({ timeZone: undefined }))).toBeUndefined();
  });
});
