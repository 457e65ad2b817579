import { describe, expect, it } from 'vitest';
import { openingBalance } from '../../../shared/domain/reconcile/opening-balance.ts';
import { proveMonth } from '../../../shared/domain/reconcile/prove-month.ts';
import { anInvoice } from '../../support/proof-documents.ts';
import { ProofWorld } from '../../support/proof-world.ts';

describe('openingBalance', () => {
  const world = new ProofWorld();
  world.post(anInvoice('inv_1', { issuedAt: '2026-09-10T09:00:00Z' }));
  world.post(anInvoice('inv_2', { issuedAt: '2026-10-10T09:00:00Z', paidMinor: 2_000 }));
  world.post(anInvoice('inv_3'));
  world.edit('inv_1', (one) => ({ ...one, paidMinor: 1_000, dueMinor: 11_000 }));
  const proofs = ['2026-09', '2026-10', '2026-11'].map((month) => ({
    month,
    currencies: proveMonth(world.facts(month)).currencies,
  }));

  it('is what the earlier months left open on both sides', () => {
    expect(openingBalance('2026-11', '2026-09-01', proofs)).toEqual([
      { currency: 'GBP', sourceMinor: 22_000, ledgerMinor: 21_000 },
    ]);
  });

  it('is nothing in the month of the start date', () => {
    expect(openingBalance('2026-09', '2026-09-01', [])).toEqual([]);
  });

  it('is not known where an earlier month was never proven', () => {
    expect(openingBalance('2026-11', '2026-08-01', proofs)).toBeUndefined();
  });
});
