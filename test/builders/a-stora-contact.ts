import type { StoraContact } from '../../shared/source/stora/stora-resources.ts';

export function aStoraContact(overrides: Partial<StoraContact> = {}): StoraContact {
  return {
    id: 'con_0001',
    email: 'ada@example.com',
    full_name: 'Ada Byron',
    phone_number: '+441632960001',
    address: {
      line_1: '1 Quay Street',
      line_2: null,
      city: 'Bristol',
      postal_code: 'BS1 4DJ',
      state: null,
      country_alpha2: 'GB',
    },
    type: 'personal',
    tax_id: null,
    company_registration_number: null,
    metadata: {},
    created_at: '2026-11-01T10:00:00.000Z',
    updated_at: '2026-11-01T10:00:00.000Z',
    ...overrides,
  };
}
