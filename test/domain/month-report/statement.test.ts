import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SideStatement } from '../../../shared/contracts/month-proof.ts';
import { judgedMonth } from '../../../shared/domain/month-report/judged-month.ts';
import { statementOf } from '../../../shared/domain/month-report/statement.ts';
import { trialBalance } from '../../../shared/domain/month-report/trial-balance.ts';
import { mismatchKey } from '../../../shared/domain/reconcile/accepted-mismatches.ts';
import {
  aCurrencyProof,
  aMismatch,
  anUnevenMonth,
  sumsOf,
} from '../../builders/a-compared-month.ts';
import { anOperatorId } from '../../builders/an-operator.ts';

const side = fc.record<SideStatement>({
  postedMinor: fc.nat(9_999_999),
  creditedMinor: fc.nat(9_999),
  paidMinor: fc.nat(9_999_999),
  openMinor: fc.nat(9_999_999),
});

describe('a month-end statement', () => {
  it('adds up on both sides, whatever was settled otherwise', () => {
    fc.assert(
      fc.property(side, side, fc.nat(99_999), (source, ledger, sourceMinor) => {
        const openings = [{ currency: 'GBP', sourceMinor, ledgerMinor: 0 }];
        const statement = statementOf(aCurrencyProof({ source, ledger }), openings);

        for (const one of [statement.source, statement.ledger]) {
          const { openingMinor = 0, postedMinor, creditedMinor, paidMinor, otherMinor } = one;
          const sum = openingMinor + postedMinor - creditedMinor - paidMinor + otherMinor;
          expect(one.closingMinor).toBe(sum);
        }
      }),
    );
  });

  it('says of no opening that it is nothing where nobody knows it', () => {
    expect(statementOf(aCurrencyProof(), undefined).source.openingMinor).toBeUndefined();
    expect(statementOf(aCurrencyProof(), []).source.openingMinor).toBe(0);
  });
});

describe('the trial balance of a month', () => {
  it('has equal debits and credits on both sides', () => {
    const { total, isEven } = trialBalance(aCurrencyProof({}, -1_800));

    expect(isEven).toBe(true);
    expect(total.source).toEqual({ debitMinor: 3_335_200, creditMinor: 3_335_200 });
    expect(total.ledger).toEqual({ debitMinor: 3_333_400, creditMinor: 3_333_400 });
  });

  it('is not even where accounts do not come to what was posted', () => {
    const byAccount = [{ key: '200', source: sumsOf(1, 100), ledger: sumsOf(1, 100) }];

    expect(trialBalance(aCurrencyProof({ byAccount })).isEven).toBe(false);
  });

  it('puts what credit notes took from an account on the other hand', () => {
    const byAccount = [{ key: '900', source: sumsOf(1, -600), ledger: sumsOf(1, -600) }];
    const { rows } = trialBalance(aCurrencyProof({ byAccount, byTax: [] }));

    expect(rows.at(-1)?.source).toEqual({ debitMinor: 500, creditMinor: 0 });
  });
});

describe('a month of which something was accepted', () => {
  const accepted = (standing: string) => ({
    ...{ operatorId: anOperatorId, target: 'xero' as const, key: mismatchKey(aMismatch()) },
    ...{ standing, reason: 'Agreed', at: '2026-11-30T09:00:00.000Z', by: 'Ann' },
  });
  const proof = anUnevenMonth([aMismatch(), aMismatch({ class: 'site', differenceMinor: 0 })]);

  it('counts it no more', () => {
    const judged = judgedMonth(proof, [accepted('standing-1')]);

    expect(judged.proof.found).toEqual({ amount: 0, site: 1 });
    expect(judged.proof.mismatches.map((one) => one.class)).toEqual(['site']);
    expect(judged.accepted).toMatchObject([{ acceptance: { reason: 'Agreed' } }]);
  });

  it('counts it again when anything of it changed', () => {
    expect(judgedMonth(proof, [accepted('standing-0')])).toEqual({ proof, accepted: [] });
  });
});
