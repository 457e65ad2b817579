import type { DocumentRow } from '../../shared/contracts/document-item.ts';
import { anOperatorId } from './an-operator.ts';

/** A posted, unpaid invoice over 120.00 pounds. */
export function aDocument(overrides: Partial<DocumentRow> = {}): DocumentRow {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    kind: 'invoice',
    sourceId: 'inv_1',
    issuedAt: '2026-11-30T09:00:00.000Z',
    number: 'ACORN-0001',
    customer: 'Ada Byron',
    site: 'Bristol Temple Meads',
    currency: 'GBP',
    totalMinor: 12_000,
    paidMinor: 0,
    dueMinor: 12_000,
    status: 'open',
    isParked: false,
    targetId: 'xero-1',
    accountId: 'account-1',
    postedTotalMinor: 12_000,
    postedPaidMinor: 0,
    listedAt: '2026-11-30T09:00:05.000Z',
    ...overrides,
  };
}
