import { describe, expect, it } from 'vitest';
import { causes, isKnownCause } from '../../../shared/domain/issues/causes.ts';
import { choosable, remedyWay } from '../../../shared/domain/portal/remedy-ways.ts';

const names = Object.keys(causes).filter(isKnownCause);

describe('the way to what helps', () => {
  it.each(names.filter((cause) => /“Choose/.test(causes[cause].remedy)))(
    '%s: is the button that its remedy names',
    (cause) => {
      const way = remedyWay('xero', cause);

      expect(choosable(cause)).toBeDefined();
      expect(causes[cause].remedy).toContain(`“${way?.words}”`);
      expect(way?.href).toBe(`/issues/xero/${cause}/choose`);
    },
  );

  it.each(names.filter((cause) => remedyWay('xero', cause)?.href === '/settings/xero'))(
    '%s: leads to the settings only where its remedy says what to choose there',
    (cause) => {
      expect(causes[cause].remedy).toMatch(/in the settings/);
    },
  );

  it('is with us where Reconnect helps, and elsewhere where the ledger has to be put right', () => {
    expect(remedyWay('xero', 'permission_missing')).toMatchObject({ href: '/connections' });
    expect(remedyWay('xero', 'contact_archived')).toMatchObject({ words: 'Done in Xero' });
  });

  it('is none where the documents have to be compared, nor for a cause of another version', () => {
    expect(remedyWay('xero', 'amount_mismatch')).toBeUndefined();
    expect(remedyWay('xero', 'moon_full')).toBeUndefined();
    expect(choosable('moon_full')).toBeUndefined();
  });
});
