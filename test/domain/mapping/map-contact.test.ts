import { describe, expect, it } from 'vitest';
import {
  detailsOf,
  mapContact,
  mapContactChange,
  suffixedName,
} from '../../../shared/domain/mapping/map-contact.ts';
import { readContact } from '../../../shared/source/stora/read-contact.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';

describe('mapContact', () => {
  it('carries everything that the ledger keeps, under the number that is our key', () => {
    const contact = readContact(
      aStoraContact({ tax_id: 'GB123', company_registration_number: '0099' }),
    );

    expect(mapContact(contact)).toEqual({
      contactNumber: 'con_0001',
      name: 'Ada Byron',
      emailAddress: 'ada@example.com',
      phoneNumber: '+441632960001',
      taxNumber: 'GB123',
      companyNumber: '0099',
      address: {
        line1: '1 Quay Street',
        city: 'Bristol',
        postalCode: 'BS1 4DJ',
        country: 'GB',
      },
    });
  });

  it('leaves away what the source does not know', () => {
    expect(mapContact({ id: 'con_2', name: 'Bo', metadata: {} })).toEqual({
      contactNumber: 'con_2',
      name: 'Bo',
    });
  });

  it('carries all lines of an address', () => {
    const address = { line1: 'a', line2: 'b', city: 'c', region: 'd', postalCode: 'e' };
    const contact = {
      id: 'con_2',
      name: 'Bo',
      metadata: {},
      address: { ...address, countryCode: 'GB' },
    };

    expect(mapContact(contact).address).toEqual({ ...address, country: 'GB' });
  });

  it('takes another name when it is given one', () => {
    expect(mapContact(readContact(aStoraContact()), 'Ada Byron (n_0001)').name).toBe(
      'Ada Byron (n_0001)',
    );
  });

  it('cuts a name to the 255 characters that the ledger takes', () => {
    expect(mapContact({ id: 'con_2', name: 'x'.repeat(300), metadata: {} }).name).toHaveLength(255);
  });
});

describe('mapContactChange', () => {
  const bare = { id: 'con_2', name: 'Bo', metadata: {} };

  it('empties what was brought and is gone, and nothing else', () => {
    expect(mapContactChange(bare, 'Bo', ['phoneNumber', 'address'])).toEqual({
      contactNumber: 'con_2',
      name: 'Bo',
      phoneNumber: '',
      address: { line1: '', line2: '', city: '', region: '', postalCode: '', country: '' },
    });
  });

  it('empties all that is absent where nothing is known of what was brought', () => {
    expect(Object.keys(mapContactChange(bare, 'Bo'))).toEqual(
      expect.arrayContaining([
        'emailAddress',
        'phoneNumber',
        'taxNumber',
        'companyNumber',
        'address',
      ]),
    );
  });

  it('replaces an address as a whole', () => {
    const contact = { ...bare, address: { line1: '2 Hill Road' } };

    expect(mapContactChange(contact, 'Bo', []).address).toMatchObject({
      line1: '2 Hill Road',
      line2: '',
    });
  });
});

describe('detailsOf', () => {
  it('names what there is, without a value', () => {
    const contact = readContact(aStoraContact({ tax_id: null }));

    expect(detailsOf(contact)).toEqual(['emailAddress', 'phoneNumber', 'address']);
  });
});

describe('suffixedName', () => {
  it('tells customers of one name apart by the end of their id, always the same way', () => {
    const contact = { id: 'con_00abcdef', name: 'John Smith', metadata: {} };

    expect(suffixedName(contact)).toBe('John Smith (abcdef)');
    expect(suffixedName(contact)).toBe(suffixedName(contact));
  });

  it('keeps the suffix whole on a name that is too long', () => {
    const name = suffixedName({ id: 'con_00abcdef', name: 'x'.repeat(300), metadata: {} });

    expect(name).toHaveLength(255);
    expect(name.endsWith(' (abcdef)')).toBe(true);
  });
});
