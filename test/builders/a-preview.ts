import type { Preview, PreviewedDocument } from '../../shared/contracts/preview.ts';
import { anOperatorId } from './an-operator.ts';

/** An invoice of £120.00 that would be posted. */
export function aPreviewedDocument(overrides: Partial<PreviewedDocument> = {}): PreviewedDocument {
  return {
    kind: 'invoice',
    sourceId: 'inv_0001',
    number: 'HBR-0001',
    day: '2026-11-30',
    customer: 'Ada Example',
    site: 'Harbour Road',
    currency: 'GBP',
    totalMinor: 12_000,
    taxMinor: 2_000,
    fate: { kind: 'new' },
    lines: [
      {
        description: '50 sq ft unit',
        accountCode: '200',
        taxType: 'OUTPUT2',
        netMinor: 10_000,
        taxMinor: 2_000,
      },
    ],
    ...overrides,
  };
}

/** All is read. */
export function aPreview(overrides: Partial<Preview> = {}): Preview {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    purpose: 'preview',
    settingsVersion: 0,
    from: '2026-11-01',
    to: '2026-11-30',
    begunAtEpochMs: Date.parse('2026-11-30T09:00:00.000Z'),
    readAtEpochMs: Date.parse('2026-11-30T09:00:10.000Z'),
    documents: [aPreviewedDocument()],
    contacts: [{ sourceId: 'con_0001', name: 'Ada Example', fate: { kind: 'new' } }],
    accountNames: { '200': 'Sales' },
    taxNames: { OUTPUT2: '20% (VAT on Income)' },
    unreadable: 0,
    isCut: false,
    ...overrides,
  };
}
