import { describe, expect, it } from 'vitest';
import { mapContact, suffixedName } from '../../../shared/domain/mapping/map-contact.ts';
import { readContact } from '../../../shared/domain/source/read-contact.ts';
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
