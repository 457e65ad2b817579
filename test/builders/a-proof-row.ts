import type { ProofRow } from '../../shared/contracts/month-proof.ts';

/** A paid invoice over £120.00, £20.00 of it tax. */
export function aProofRow(given: Partial<ProofRow> = {}): ProofRow {
  return {
    kind: 'invoice',
    sourceId: 'inv_0361',
    targetId: 'a1b2c3d4-0000-4000-8000-000000000361',
    number: 'ABC-361',
    day: '2026-11-15',
    customer: 'Ada Byron',
    site: 'Bath Riverside',
    currency: 'GBP',
    status: 'paid',
    isOut: false,
    totalMinor: 12_000,
    taxMinor: 2_000,
    paidMinor: 12_000,
    creditedMinor: 0,
    dueMinor: 0,
    lines: [{ accountCode: '200', taxType: 'OUTPUT2', netMinor: 10_000, taxMinor: 2_000 }],
    ...given,
  };
}
