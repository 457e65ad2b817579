import { describe, expect, it } from 'vitest';
import { openOauth } from '../../shared/composition/open-oauth.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { storaSettings, xeroSettings } from '../support/vendors-in-process.ts';

const aws = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
const source = storaSettings();

describe('what authorises with providers', () => {
  it('stands for the source and for every target that was told', () => {
    const told = { source, targets: { xero: xeroSettings() } };
    const { providers, clientSecretNames, formOrigins } = openOauth(told, new FakeClock(), aws);

    expect(providers.stora.revocationEnds).toBe('pair');
    expect(providers.xero.revocationEnds).toBe('person');
    expect([clientSecretNames.stora, clientSecretNames.xero]).toEqual(['stora', 'xero']);
    expect(formOrigins).toEqual(['https://stora.test', 'https://xero.test']);
  });

  it('opens in a function that was not told of a target, and fails only for that one', () => {
    const { providers, formOrigins } = openOauth({ source, targets: {} }, new FakeClock(), aws);

    expect(providers.stora.provider).toBe('stora');
    expect(formOrigins).toEqual(['https://stora.test']);
    expect(() => providers.xero).toThrow('This function was not told of the target "xero".');
  });
});
