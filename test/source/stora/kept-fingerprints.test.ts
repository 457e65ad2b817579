import { describe, expect, it } from 'vitest';
import { versionOf } from '../../../shared/application/apply-changes/version-of.ts';
import type { Version } from '../../../shared/contracts/version.ts';
import { shortHash } from '../../../shared/domain/links/short-hash.ts';
import type { CarriedResource } from '../../../shared/ports/source-reader.ts';
import { sourceReader } from '../../../shared/source/clients.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice, aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';

const happenedAt = '2026-12-24T00:00:00Z';

/** As little as Stora may say of each. */
const bareContact = aStoraContact({
  full_name: ' ',
  email: null,
  phone_number: null,
  address: null,
  updated_at: null,
  metadata: null,
  tax_id: 'GB1',
  company_registration_number: '77',
});
const sparseInvoice = aStoraInvoice({
  status: 'uncollected',
  number: null,
  created_at: null,
  finalized_at: null,
  amount_due: null,
  pre_payment_credit_notes_amount: null,
  site: null,
  contact: { id: 'con_9' },
  line_items: [
    aStoraInvoiceLine({ description: null, accounting_code: null, discount_total: null }),
  ],
});
const sparseNote = aStoraCreditNote({
  status: null,
  number: null,
  created_at: null,
  type: 'pre_payment',
  site: null,
});
const paidInvoice = aStoraInvoice({
  status: 'paid',
  amount_paid: storaPounds(12_000),
  amount_due: storaPounds(0),
  paid_at: '2026-12-01T00:00:00Z',
});

type Resource = Omit<CarriedResource, 'happenedAt'>;

/**
 * Versions as the first release computed them. They stand in every stored link, and are read by their
 * beginnings: with another fingerprint for the same state each record would count as changed, and be
 * written again.
 */
const cases: Array<[string, Resource, Pick<Version, 'rank' | 'fingerprint'>]> = [
  [
    'a contact',
    { kind: 'contact', resource: aStoraContact() },
    { rank: 0, fingerprint: '1ccf4f1b10039b73a817a350fad8c7274bd07ebb1b9962c389e1d6ca883913b9' },
  ],
  [
    'a contact of which little is known',
    { kind: 'contact', resource: bareContact },
    { rank: 0, fingerprint: 'f068395393e043d3c887185b3eff20dc2bc1c47984e197e7dff781ee008241a3' },
  ],
  [
    'an open invoice',
    { kind: 'invoice', resource: aStoraInvoice() },
    { rank: 1, fingerprint: '403d2e55d522d56f9cfeae788e0209ed3f8cf79ddfcde18f155df590732b752e' },
  ],
  [
    'a paid invoice',
    { kind: 'invoice', resource: paidInvoice },
    { rank: 3, fingerprint: 'dd99dd807908aafb71a47c40b99ccfed438e2b7a452a3d427cbac700d6285750' },
  ],
  [
    'an invoice of which little is known',
    { kind: 'invoice', resource: sparseInvoice },
    { rank: 2, fingerprint: '8683ae4c8fd48d8b1889f351377c20a1ddd021e7c711779f8e1c4a4bf44bb253' },
  ],
  [
    'a credit note',
    { kind: 'credit_note', resource: aStoraCreditNote() },
    { rank: 0, fingerprint: '66fae4f800781b44c9bbce45dc1e40ca2ed9a8e2525862dd7c917127f4d78fae' },
  ],
  [
    'a credit note of which little is known',
    { kind: 'credit_note', resource: sparseNote },
    { rank: 0, fingerprint: 'b366bbeede0991f32ed461df16ad67aae3a76262625bd0e9e2b4c9312f0adfe4' },
  ],
];

describe('the version of a state', () => {
  it.each(cases)('of %s is what stored links say', (_what, stored, version) => {
    const shown = sourceReader.readRecord({ ...stored, happenedAt });

    const fingerprint = shortHash(version.fingerprint);
    expect(shown.ok && versionOf(shown.value, happenedAt, new FakeCrypto())).toMatchObject({
      ...version,
      fingerprint,
    });
  });

  it('follows a time of its own only where the record bears one', () => {
    const times = [aStoraContact(), bareContact].map((resource) => {
      const shown = sourceReader.readRecord({ kind: 'contact', resource, happenedAt });
      return shown.ok && versionOf(shown.value, happenedAt, new FakeCrypto()).at;
    });

    expect(times).toEqual(['2026-11-01T10:00:00.000Z', happenedAt]);
  });
});
