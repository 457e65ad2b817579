import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasXeroContract, openXeroContract } from './support/xero-contract.ts';
import { aContactDraft, accepted, XeroUnderTest } from './support/xero-under-test.ts';

// Where the description of the API is there, every request of these tests is held against it as well.
const contract = hasXeroContract ? await openXeroContract() : undefined;

let xero: XeroUnderTest;

beforeEach(async () => {
  xero = await XeroUnderTest.open(contract);
});

afterEach(() => {
  expect(xero.problems()).toEqual([]);
});

const missing = '7f1d1a4e-3f57-4c1d-9a26-0a4a2b8f0c11';

describe('contacts', () => {
  it('are created under our number with all that is known of them', async () => {
    const [written] = await xero.ledger.contacts.create([aContactDraft()], xero.key());
    const { targetId } = accepted(written);

    expect(xero.book.contacts.get(targetId)).toMatchObject({
      contactNumber: 'con_0001',
      name: 'Ada Byron',
      details: {
        emailAddress: 'ada@example.com',
        taxNumber: 'GB123456789',
        companyNumber: '01234567',
        phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '+441632960001' }],
        addresses: [
          {
            AddressType: 'POBOX',
            AddressLine1: '1 Quay Street',
            AddressLine2: 'Dockside',
            City: 'Bristol',
            Region: 'Avon',
            PostalCode: 'BS1 4DJ',
            Country: 'GB',
          },
        ],
      },
    });
  });

  it('are found by our numbers, archived ones too', async () => {
    const targetId = await xero.contact();
    const standing = xero.book.contacts.get(targetId);
    if (standing === undefined) throw new Error('The contact is not in the books.');
    xero.book.contacts.set(targetId, { ...standing, status: 'ARCHIVED' });

    expect(await xero.ledger.contacts.findByNumber(['con_0001', 'con_9'])).toEqual([
      {
        targetId,
        contactNumber: 'con_0001',
        name: 'Ada Byron',
        isArchived: true,
        emailAddress: 'ada@example.com',
        phoneNumber: '+441632960001',
        mergedToTargetId: undefined,
      },
    ]);
  });

  it('are not all found when a number is asked for in parts', async () => {
    await xero.contact();

    expect(await xero.ledger.contacts.findByNumber(['con"', 'con\\'])).toEqual([]);
    expect(await xero.ledger.contacts.findByNumber([])).toEqual([]);
  });

  it('of a taken name are refused one by one', async () => {
    await xero.contact('con_0001', 'John Smith');
    const drafts = [aContactDraft('con_2', 'JOHN SMITH'), aContactDraft('con_3', 'Bo Diddley')];

    expect(await xero.ledger.contacts.create(drafts, xero.key())).toMatchObject([
      { ok: false, cause: 'contact_name_taken' },
      { ok: true, value: { contactNumber: 'con_3', name: 'Bo Diddley' } },
    ]);
  });

  it('with details that Xero does not take are refused', async () => {
    const draft = { ...aContactDraft(), emailAddress: 'ada' };

    expect(await xero.ledger.contacts.create([draft], xero.key())).toEqual([
      { ok: false, cause: 'contact_invalid', detail: '' },
    ]);
  });

  it('are changed by their id, never found by their name', async () => {
    const targetId = await xero.contact();
    const change = { targetId, draft: aContactDraft('con_0001', 'Ada King') };
    const [answer] = await xero.ledger.contacts.update([change], xero.key());

    expect(accepted(answer)).toMatchObject({ targetId, name: 'Ada King' });
    expect(xero.book.contacts.size).toBe(1);
  });

  it('that are gone are not created again by a change', async () => {
    const change = { targetId: missing, draft: aContactDraft() };
    const [answer] = await xero.ledger.contacts.update([change], xero.key());

    expect(answer?.ok).toBe(false);
    expect(xero.book.contacts.size).toBe(0);
  });
});
