import { beforeEach, expect, it } from 'vitest';
import type { AcceptedMismatch } from '../../shared/contracts/month-proof.ts';
import type { AcceptedMismatches } from '../../shared/ports/accepted-mismatches.ts';
import type { KeptCatalogues } from '../../shared/ports/kept-catalogues.ts';
import type { MonthProofs } from '../../shared/ports/month-proofs.ts';
import type { ProofPages } from '../../shared/ports/proof-pages.ts';
import { aCatalogue } from '../builders/a-catalogue.ts';
import { aMonthProof, aProofPage } from '../builders/a-month-proof.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const target = 'xero';

/** What every store of proven months does. */
export function monthProofsSuite(make: () => Promise<MonthProofs>): void {
  let proofs: MonthProofs;
  beforeEach(async () => {
    proofs = await make();
  });

  it('keeps one of each month, the latest that was made', async () => {
    await proofs.put(aMonthProof({ month: '2026-10' }));
    await proofs.put(aMonthProof());
    await proofs.put(aMonthProof({ runId: 'run-2', openSourceIds: ['inv_1'] }));
    await proofs.put(aMonthProof({ operatorId: 'birch' }));

    expect(await proofs.get(anOperatorId, target, '2026-11')).toMatchObject({ runId: 'run-2' });
    expect(await proofs.get(anOperatorId, target, '2026-09')).toBeUndefined();
    expect((await proofs.list(anOperatorId, target)).map(({ month }) => month)).toEqual([
      '2026-11',
      '2026-10',
    ]);
  });

  it('keeps that of a later night where an earlier one comes behind', async () => {
    const early = aMonthProof({ runId: 'run-1', nightBeganAtEpochMs: 1_000 });
    const late = aMonthProof({ runId: 'run-2', nightBeganAtEpochMs: 2_000 });
    expect(await proofs.put(late)).toBe(true);
    expect(await proofs.put(early)).toBe(false);
    expect(await proofs.get(anOperatorId, target, '2026-11')).toMatchObject({ runId: 'run-2' });

    // The same step once more, and over a row of before.
    expect(await proofs.put(late)).toBe(true);
    const { nightBeganAtEpochMs: _, ...former } = aMonthProof({ month: '2026-10' });
    expect(await proofs.put(former)).toBe(true);
    expect(await proofs.put(aMonthProof({ month: '2026-10', nightBeganAtEpochMs: 1 }))).toBe(true);
  });
}

/** What every store of pages of months does. */
export function proofPagesSuite(make: () => Promise<ProofPages>): void {
  const of = { operatorId: anOperatorId, target, month: '2026-11', runId: 'run-1' } as const;
  let pages: ProofPages;
  beforeEach(async () => {
    pages = await make();
  });

  it('gives those of a run, in their order', async () => {
    await pages.put(aProofPage({ page: 10 }));
    await pages.put(aProofPage({ page: 9, part: 2 }));
    await pages.put(aProofPage({ page: 9 }));
    await pages.put(aProofPage({ side: 'ledger' }));
    await pages.put(aProofPage({ month: '2026-10' }));
    await pages.put(aProofPage({ runId: 'run-2' }));
    await pages.put(aProofPage({ page: 9, sourceIds: ['inv_1'] }));

    const found = await pages.ofRun(of);
    expect(found.map(({ side, page, part }) => [side, page, part])).toEqual([
      ['ledger', 1, 1],
      ['source', 9, 1],
      ['source', 9, 2],
      ['source', 10, 1],
    ]);
    expect(found[1]?.sourceIds).toEqual(['inv_1']);
  });

  it('gives payments apart', async () => {
    const payments = [{ invoiceTargetId: 'i-1', accountCode: '090', amountMinor: 500 }];
    await pages.put(aProofPage({ side: 'ledger' }));
    await pages.put(aProofPage({ side: 'ledger', kind: 'payment', payments }));

    expect(await pages.paymentsOf(of)).toMatchObject([{ payments }]);
  });

  it('removes what other runs left of the month', async () => {
    await pages.put(aProofPage());
    await pages.put(aProofPage({ runId: 'run-0' }));
    await pages.put(aProofPage({ runId: 'run-0', month: '2026-10' }));
    await pages.removeOthers(of);

    expect(await pages.ofRun(of)).toHaveLength(1);
    expect(await pages.ofRun({ ...of, runId: 'run-0' })).toEqual([]);
    expect(await pages.ofRun({ ...of, runId: 'run-0', month: '2026-10' })).toHaveLength(1);
  });
}

/** What every store of accepted mismatches does. */
export function acceptedMismatchesSuite(make: () => Promise<AcceptedMismatches>): void {
  const accepted: AcceptedMismatch = {
    operatorId: anOperatorId,
    target,
    key: 'amount invoice inv_1',
    standing: 'abc',
    reason: 'Agreed with the customer.',
    at: '2026-11-30T09:00:00.000Z',
    by: 'link-1',
  };
  let store: AcceptedMismatches;
  beforeEach(async () => {
    store = await make();
  });

  it('keeps one of each key until it is taken back', async () => {
    await store.put(accepted);
    await store.put({ ...accepted, standing: 'def' });
    await store.put({ ...accepted, key: 'site invoice inv_1' });
    await store.put({ ...accepted, operatorId: 'birch' });
    expect((await store.list(anOperatorId, target)).map(({ standing }) => standing)).toEqual([
      'def',
      'abc',
    ]);

    await store.remove(anOperatorId, target, accepted.key);
    await store.remove(anOperatorId, target, accepted.key);
    expect(await store.list(anOperatorId, target)).toHaveLength(1);
  });
}

/** What every store of catalogues does. */
export function keptCataloguesSuite(make: () => Promise<KeptCatalogues>): void {
  it('keeps the one that was read last', async () => {
    const store = await make();
    const kept = { operatorId: anOperatorId, target, accountId: 'tenant-1' } as const;
    expect(await store.get(anOperatorId, target)).toBeUndefined();
    await store.put({ ...kept, readAtEpochMs: 1, catalogue: aCatalogue() });
    await store.put({ ...kept, readAtEpochMs: 2, catalogue: aCatalogue() });

    const found = await store.get(anOperatorId, target);
    expect(found?.readAtEpochMs).toBe(2);
    expect(found?.catalogue).toEqual(JSON.parse(JSON.stringify(aCatalogue())));
  });
}
