import type { StoraCreditNote } from '../../shared/source/stora/stora-resources.ts';
import { aStoraContact } from './a-stora-contact.ts';
import { storaPounds } from './stora-money.ts';

/** A quarter of the built invoice credited before payment: £30.00 including 20 % VAT. */
export function aStoraCreditNote(overrides: Partial<StoraCreditNote> = {}): StoraCreditNote {
  return {
    id: 'cred_0001',
    number: 'HBR-0001-CN-1',
    status: 'issued',
    type: 'pre_payment',
    reason: 'other',
    total: storaPounds(3_000),
    created_at: '2026-11-30T10:00:00.000Z',
    contact: aStoraContact(),
    invoice: { id: 'inv_0001' },
    site: { id: 'site_0001', name: 'Harbour Road' },
    line_items: [
      {
        description: '50 sq ft unit',
        quantity: 1,
        tax: storaPounds(500),
        amount: storaPounds(3_000),
      },
    ],
    ...overrides,
  };
}
