import type { RecordFacts } from '../../shared/domain/explain/record-facts.ts';
import type { StandingDocument } from '../../shared/domain/ledger/standing-document.ts';
import { readInvoice } from '../../shared/source/stora/read-invoice.ts';
import { aConnection } from './a-connection.ts';
import { aLink } from './a-link.ts';
import { aStoraInvoice } from './a-stora-invoice.ts';
import { ledgerSettings } from './ledger-settings.ts';

const issuedAt = '2026-11-30T09:00:00.000Z';

/** The built invoice as the source shows it. */
export function shownInvoice(
  overrides: Parameters<typeof aStoraInvoice>[0] = {},
): RecordFacts['source'] {
  const record = readInvoice(aStoraInvoice(overrides), issuedAt);
  return { kind: 'shown', value: { kind: 'invoice', record } };
}

/** The same as it stands in the ledger. */
export function standing(overrides: Partial<StandingDocument> = {}): RecordFacts['ledger'] {
  const document = {
    targetId: 'xero-1',
    number: 'HBR-0001',
    reference: 'inv_0001',
    contactTargetId: 'contact-1',
    day: '2026-11-30',
    currency: 'GBP',
    totalMinor: 12_000,
    taxMinor: 2_000,
    paidMinor: 0,
    dueMinor: 12_000,
    status: 'AUTHORISED',
    ...overrides,
  };
  return { kind: 'shown', value: { kind: 'document', document } };
}

/** An invoice that is in step on both sides, connected and switched on. */
export function recordFacts(overrides: Partial<RecordFacts> = {}): RecordFacts {
  return {
    key: { operatorId: 'harbour', target: 'xero', kind: 'invoice', sourceId: 'inv_0001' },
    row: undefined,
    link: aLink({ targetId: 'xero-1', targetLabel: 'HBR-0001' }),
    issue: undefined,
    difference: undefined,
    activities: [],
    toldBackTo: undefined,
    way: {
      connections: [aConnection(), aConnection({ provider: 'stora' })],
      settings: ledgerSettings(),
      aside: undefined,
      resting: undefined,
      tries: undefined,
    },
    customerTargetId: 'contact-1',
    source: shownInvoice(),
    ledger: standing(),
    nowEpochMs: Date.parse('2026-11-30T12:00:00.000Z'),
    ...overrides,
  };
}
