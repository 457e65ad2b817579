import type { MonthProof, ProofPage } from '../../shared/contracts/month-proof.ts';
import { anOperatorId } from './an-operator.ts';

/** A month in which nothing happened. */
export function aMonthProof(overrides: Partial<MonthProof> = {}): MonthProof {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    month: '2026-11',
    accountId: 'tenant-1',
    runId: 'run-1',
    provedAt: '2026-11-30T02:10:00.000Z',
    settingsVersion: 1,
    documents: { source: 0, ledger: 0 },
    currencies: [],
    mismatches: [],
    found: {},
    openSourceIds: [],
    others: { documents: 0, grossMinor: 0 },
    ...overrides,
  };
}

/** A page without documents. */
export function aProofPage(overrides: Partial<ProofPage> = {}): ProofPage {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    month: '2026-11',
    side: 'source',
    runId: 'run-1',
    kind: 'invoice',
    page: 1,
    part: 1,
    rows: [],
    ...overrides,
  };
}
