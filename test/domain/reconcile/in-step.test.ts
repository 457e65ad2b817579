import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { proveMonth } from '../../../shared/domain/reconcile/prove-month.ts';
import { anAccount } from '../../builders/a-catalogue.ts';
import { aLine, aNote, anInvoice, changed } from '../../support/proof-documents.ts';
import { ProofWorld, withPosted } from '../../support/proof-world.ts';

const months = ['2026-10', '2026-11', '2026-12'];

/** What stands on both sides as the operator wants it is no mismatch, in no month. */
function expectInStep(world: ProofWorld): void {
  for (const month of months) {
    const { mismatches, currencies } = proveMonth(world.facts(month));
    expect(mismatches, month).toEqual([]);
    for (const one of currencies) expect(one, month).toMatchObject(balanced);
  }
}

const balanced = { differenceMinor: 0, explainedMinor: 0, unexplainedMinor: 0 };

function classesOf(world: ProofWorld): string[] {
  return proveMonth(world.facts('2026-11')).mismatches.map((one) => one.class);
}

describe('proveMonth, where all is as it is to be', () => {
  it('takes a debt that we wrote off in a later month', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1', { status: 'uncollectible' }));
    world.close('inv_1', 'bad_debt');
    expectInStep(world);
    const [sums] = proveMonth(world.facts('2026-11')).currencies;
    expect(sums?.source.openMinor).toBe(sums?.ledger.openMinor);
  });

  it('takes a credit note of ours in the place of a voiding', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    world.close('inv_1', 'void');
    world.change('inv_1', changed({ status: 'void' }));
    expectInStep(world);
  });

  it('takes a document that a lock moved to the first open day', () => {
    const world = new ProofWorld(
      { lockedPeriod: 'next_open_day' },
      { periodLockDate: '2026-10-31' },
    );
    world.post(anInvoice('inv_1', { issuedAt: '2026-10-16T09:00:00Z' }));
    expect(world.standingOf('inv_1').day).toBe('2026-11-01');
    expectInStep(world);
    expect(proveMonth(world.facts('2026-11')).currencies[0]?.source.postedMinor).toBe(12_000);
    expect(proveMonth(world.facts('2026-10')).currencies).toEqual([]);
  });

  it('takes it also where the month of its own day was not read', () => {
    const world = new ProofWorld(
      { lockedPeriod: 'next_open_day' },
      { periodLockDate: '2026-10-31' },
    );
    world.post(anInvoice('inv_1', { issuedAt: '2026-10-16T09:00:00Z' }));
    const { mismatches, currencies } = proveMonth({
      ...world.facts('2026-11'),
      elsewhereSource: [],
      atSource: () => 'unread',
    });
    expect(mismatches).toEqual([]);
    expect(currencies[0]).toMatchObject({ ...balanced, source: { postedMinor: 12_000 } });
  });

  it('leaves alone what is from before the start date, on both sides', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    world.edit('inv_1', (one) => ({ ...one, reference: 'imported' }));
    world.links.delete('invoice inv_1');
    world.raise(anInvoice('inv_2'));
    world.settings = { ...world.settings, startDate: '2026-12-01' };
    expectInStep(world);
    const { others } = proveMonth(world.facts('2026-11'));
    expect(others).toEqual({ documents: 1, grossMinor: 12_000 });
  });

  it('counts what has nothing to do with the source, and nothing else of it', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    const document = { ...world.standingOf('inv_1'), number: 'OWN-1' };
    world.ledger.push({ kind: 'invoice', document: { ...document, ...their('x-a', 'PO 17') } });
    world.ledger.push({ kind: 'credit_note', document: { ...document, ...their('x-b', '') } });
    world.ledger.push({ kind: 'invoice', document: { ...document, ...their('x-c', 'po_17') } });
    expectInStep(world);
    const { others } = proveMonth(world.facts('2026-11'));
    expect(others).toEqual({ documents: 3, grossMinor: 12_000 });
  });

  it('takes drafts of the source, and what is out of the books on both sides', () => {
    const world = new ProofWorld();
    world.raise(anInvoice('inv_1', { status: 'draft' }));
    world.raise(anInvoice('inv_2', { status: 'void' }));
    world.post(anInvoice('inv_3'));
    world.change('inv_3', changed({ status: 'void' }));
    world.edit('inv_3', (one) => ({ ...one, status: 'VOIDED' }));
    world.relink('inv_3', withPosted({ voided: true }));
    expectInStep(world);
  });

  it('takes what stands in the books of a former company', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    world.ledger = [];
    world.relink('inv_1', ({ targetId = '', posted: _posted, ...link }): Link => {
      const { targetId: _none, ...rest } = { ...link, targetId };
      return { ...rest, accountId: 'b', former: [{ accountId: 'a', targetId }] };
    });
    expectInStep(world);
  });

  it('takes deposits, and what was received beyond what was due', () => {
    const world = new ProofWorld({ depositAccountCode: '825', overpayment: 'post' });
    const deposit = { description: 'Security deposit', isDeposit: true, taxMinor: 0 };
    world.post(anInvoice('inv_1', { lines: [aLine(deposit)], taxMinor: 0 }));
    world.post(anInvoice('inv_2', { status: 'paid', paidMinor: 13_000 }));
    world.relink('inv_2', withPosted({ overpaidMinor: 1_000 }));
    expectInStep(world);
    const [sums] = proveMonth(world.facts('2026-11')).currencies;
    expect(sums?.ledger.paidMinor).toBe(13_000);
    expect(sums?.byAccount.map(({ key }) => key)).toEqual(['200', '825']);
  });

  it('takes payments that are matched from the bank feed', () => {
    const world = new ProofWorld({ postPayments: false });
    world.post(anInvoice('inv_1'));
    world.change('inv_1', changed({ status: 'paid', paidMinor: 12_000 }));
    expectInStep(world);
  });

  it('takes what somebody entered before us, on whatever accounts', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    world.adopt('inv_1');
    expectInStep(world);
  });

  it('takes a credit of which less was due than it credits', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1', { status: 'paid', paidMinor: 12_000 }));
    world.post(aNote('cn_1', 'inv_1'));
    expectInStep(world);
  });

  it('takes a merged customer whose documents moved along', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    world.links.set('contact con_1', {
      ...world.linkOf('con_1'),
      ...{ targetId: 'x-con_2', mergedFrom: ['x-con_1'] },
    });
    expectInStep(world);
    world.edit('inv_1', (one) => ({ ...one, contactTargetId: 'x-con_2' }));
    expectInStep(world);
  });

  it('takes documents that went along with a customer whom somebody merged, which is listed itself', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    world.handEdits.set('contact con_1', { what: 'merged' });
    world.edit('inv_1', (one) => ({ ...one, contactTargetId: 'x-con_2' }));
    expect(classesOf(world)).not.toContain('contact');

    world.handEdits.clear();
    expect(classesOf(world)).toContain('contact');
  });

  it('keeps currencies apart', () => {
    const accounts = [
      anAccount(),
      anAccount({ accountId: 'b', code: '610', acceptsPayments: true }),
    ];
    const world = new ProofWorld(
      { foreignCurrency: 'post' },
      { currencies: ['GBP', 'EUR'], accounts },
    );
    world.post(anInvoice('inv_1'));
    world.post(anInvoice('inv_2', { currency: 'EUR' }));
    expectInStep(world);
    world.edit('inv_2', (one) => ({ ...one, currency: 'GBP' }));
    const { mismatches, currencies } = proveMonth(world.facts('2026-11'));
    expect(mismatches.map((one) => [one.class, one.currency, one.differenceMinor])).toEqual([
      ['amount', 'EUR', -12_000],
      ['amount', 'GBP', 12_000],
    ]);
    expect(currencies.map(({ unexplainedMinor }) => unexplainedMinor)).toEqual([0, 0]);
  });
});

function their(targetId: string, reference: string) {
  return { targetId, reference };
}
