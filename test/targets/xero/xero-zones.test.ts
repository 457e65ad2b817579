import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { localDay } from '../../../shared/domain/mapping/local-day.ts';
import { xeroZoneNames, zoneOfXero } from '../../../shared/targets/xero/xero-zones.ts';
import { hasXeroContract, xeroContractFile } from './support/xero-contract.ts';

describe('zoneOfXero', () => {
  it('leads from each name that it knows to a zone that exists', () => {
    for (const name of xeroZoneNames)
      expect(() => localDay('2026-11-30T12:00:00Z', zoneOfXero(name) ?? '')).not.toThrow();
    expect(xeroZoneNames.length).toBeGreaterThan(140);
  });

  it.skipIf(!hasXeroContract)('knows every name that the description of the API has', () => {
    const { components } = JSON.parse(readFileSync(xeroContractFile, 'utf8'));
    const names: string[] = components.schemas.TimeZone.enum;

    expect(names.filter((name) => zoneOfXero(name) === undefined)).toEqual([]);
    expect(names.length).toBeGreaterThan(100);
  });

  it.each([
    ['GMTSTANDARDTIME', 'Europe/London'],
    ['UTC', 'Etc/UTC'],
    ['UTC+12', 'Etc/GMT-12'],
    ['UTC11', 'Etc/GMT+11'],
    ['W. Australia Standard Time', 'Australia/Perth'],
    ['eAustraliaStandardTime', 'Australia/Brisbane'],
    ['AUSEASTERNSTANDARDTIME', 'Australia/Sydney'],
    ['NEWZEALANDSTANDARDTIME', 'Pacific/Auckland'],
    ['NEPALSTANDARDTIME', 'Asia/Kathmandu'],
  ])('reads %s as %s', (name, zone) => {
    expect(zoneOfXero(name)).toBe(zone);
  });

  it.each([undefined, '', 'ATLANTISSTANDARDTIME', 'toString'])('knows no zone of %j', (name) => {
    expect(zoneOfXero(name)).toBeUndefined();
  });
});
