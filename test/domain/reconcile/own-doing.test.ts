import { describe, expect, it } from 'vitest';
import { proveMonth } from '../../../shared/domain/reconcile/prove-month.ts';
import type { LedgerDocument } from '../../../shared/ports/ledger/documents.ts';
import { aNote, anInvoice } from '../../support/proof-documents.ts';
import { doneAt, ProofWorld, withPosted } from '../../support/proof-world.ts';

/** Class, fix and difference of all that a month lists; what they do not explain must be nothing. */
function listed(world: ProofWorld, month = '2026-11') {
  const { mismatches, currencies } = proveMonth(world.facts(month));
  for (const one of currencies) expect(one.unexplainedMinor).toBe(0);
  return mismatches.map((one) => [one.class, one.fix, one.differenceMinor]);
}

/** A debt of 120.00 pounds that we wrote off with a credit note in December. */
function writtenOff(): ProofWorld {
  const world = new ProofWorld();
  world.post(anInvoice('inv_1', { status: 'uncollectible' }));
  world.close('inv_1', 'bad_debt');
  return world;
}

function editClosing(world: ProofWorld, change: Partial<LedgerDocument>): void {
  world.ledger = world.ledger.map((one) =>
    one.kind === 'credit_note' ? { ...one, document: { ...one.document, ...change } } : one,
  );
}

describe('a credit note of ours that closes an invoice', () => {
  it('is voided by hand', () => {
    const world = writtenOff();
    editClosing(world, { status: 'VOIDED' });

    expect(listed(world, '2026-12')).toEqual([['voided_by_hand', 'in_ledger', 12_000]]);
  });

  it('has another sum by hand', () => {
    const world = writtenOff();
    editClosing(world, { totalMinor: 11_000 });

    expect(listed(world, '2026-12')).toEqual([['amount', 'in_ledger', 1_000]]);
  });

  it('is taken off its invoice by hand', () => {
    const world = writtenOff();
    world.edit('inv_1', (one) => ({ ...one, dueMinor: 12_000 }));

    expect(listed(world)).toEqual([['credit_not_allocated', 'in_ledger', 0]]);
  });

  it('stands without a link to its invoice', () => {
    const world = writtenOff();
    world.links.delete('invoice inv_1');

    expect(listed(world)).toEqual([['record_without_link', 'repairs_itself', 0]]);
    expect(listed(world, '2026-12')).toEqual([['record_without_link', 'in_ledger', -12_000]]);
  });

  it('stands beside the one that closes it', () => {
    const world = writtenOff();
    const [, closing] = world.ledger;
    if (closing === undefined) throw new Error('nothing closes it');
    world.ledger.push({ ...closing, document: { ...closing.document, targetId: 'x-again' } });

    expect(listed(world, '2026-12')).toEqual([['posted_twice', 'in_ledger', -12_000]]);
  });

  it('stands although it was taken back', () => {
    const world = writtenOff();
    world.relink('inv_1', (link) => {
      if (link.posted === undefined) return link;
      const { closing: _closing, ...posted } = link.posted;
      return { ...link, posted };
    });

    expect(listed(world, '2026-12')).toEqual([['only_in_ledger', 'in_ledger', -12_000]]);
  });

  it('is on its way out', () => {
    const world = writtenOff();
    const { posted } = world.linkOf('inv_1');
    if (posted?.closing === undefined) throw new Error('nothing closes it');
    world.relink('inv_1', withPosted({ closing: { ...posted.closing, isLeaving: true } }));

    expect(listed(world, '2026-12')).toEqual([['late', 'none', -12_000]]);
  });
});

describe('a credit note of the source', () => {
  function refunded(): ProofWorld {
    const world = new ProofWorld({ postPaymentCredit: 'refund' });
    world.post(anInvoice('inv_1', { status: 'paid', paidMinor: 12_000 }));
    world.post(aNote('cn_1', 'inv_1', { timing: 'post_payment' }));
    world.edit('cn_1', (one) => ({ ...one, dueMinor: 0 }));
    const at = '2026-11-17T10:00:00Z';
    world.relink('cn_1', (link) => ({
      ...link,
      effects: { ...link.effects, 'refund:3000': doneAt(at) },
    }));
    return world;
  }

  it('is in step when it was paid back', () => {
    expect(listed(refunded())).toEqual([]);
  });

  it('misses a refund that somebody removed', () => {
    const world = refunded();
    world.edit('cn_1', (one) => ({ ...one, dueMinor: 3_000 }));

    expect(listed(world)).toEqual([['payment_missing', 'in_ledger', 0]]);
  });

  it('may have been used by a person', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1', { status: 'paid', paidMinor: 12_000 }));
    world.post(aNote('cn_1', 'inv_1', { timing: 'post_payment' }));
    world.edit('cn_1', (one) => ({ ...one, dueMinor: 0 }));

    expect(listed(world)).toEqual([]);
  });
});

describe('settings that changed since', () => {
  const savedAt = '2026-12-01T09:00:00Z';

  it('raise no alarm over a credit note', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1', { preCreditMinor: 3_000 }));
    world.post(aNote('cn_1', 'inv_1'));
    world.settings = { ...world.settings, accountMap: { '200': '825' }, savedAt };

    expect(listed(world)).toEqual([
      ['settings_changed', 'none', 0],
      ['settings_changed', 'none', 0],
    ]);
  });

  it('raise no alarm over a site for which another option was chosen', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    const [category] = world.catalogue.trackingCategories;
    if (category === undefined) throw new Error('no category');
    const other = { optionId: 'opt-other', name: 'Other', isActive: true };
    const trackingCategories = [{ ...category, options: [...category.options, other] }];
    world.catalogue = { ...world.catalogue, trackingCategories };
    world.settings = { ...world.settings, siteOptions: { site_1: 'opt-other' }, savedAt };

    expect(listed(world)).toEqual([['settings_changed', 'none', 0]]);
    const { bySite } = proveMonth(world.facts('2026-11')).currencies[0] ?? {};
    expect(bySite?.map(({ key, source }) => [key, source.grossMinor])).toEqual([
      ['Harbour Road', 12_000],
    ]);
  });

  it('raise no alarm over a day, in whatever month it lies', () => {
    const world = new ProofWorld({ timeZone: 'Pacific/Auckland' });
    world.post(anInvoice('inv_1', { issuedAt: '2026-11-30T20:00:00Z' }));
    world.settings = { ...world.settings, timeZone: 'Europe/London', savedAt };

    expect(world.standingOf('inv_1').day).toBe('2026-12-01');
    expect(listed(world)).toEqual([['settings_changed', 'none', 0]]);
    expect(listed(world, '2026-12')).toEqual([['settings_changed', 'none', 0]]);
  });
});

describe('what stands without a link', () => {
  it('is late where a person is asked about it', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    world.edit('inv_1', (one) => ({ ...one, reference: 'imported', totalMinor: 11_000 }));
    world.links.delete('invoice inv_1');
    world.issues.set('invoice inv_1', 'number_taken');

    expect(listed(world)).toEqual([['late', 'none', -1_000]]);
  });

  it('is not linked, whatever else is not the same', () => {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1'));
    world.edit('inv_1', (one) => ({ ...one, day: '2026-11-20' }));
    world.links.delete('invoice inv_1');

    expect(listed(world).map(([of]) => of)).toEqual(['date', 'record_without_link']);
  });
});

describe('a document that we wrote while both sides were read', () => {
  const readAt = '2026-12-01T02:00:00.000Z';
  const facts = (world: ProofWorld) => ({
    ...world.facts('2026-11'),
    readFromEpochMs: Date.parse(readAt),
  });

  /** Paid at the source and by us, and read in the ledger before that. */
  function paidMeanwhile(at: string): ProofWorld {
    const world = new ProofWorld();
    world.post(anInvoice('inv_1', { status: 'paid', paidMinor: 12_000 }));
    world.edit('inv_1', (one) => ({ ...one, paidMinor: 0, dueMinor: 12_000 }));
    world.relink('inv_1', (link) => ({
      ...link,
      effects: { ...link.effects, 'pay:12000': doneAt(at) },
    }));
    return world;
  }

  it('is on its way, and nobody is said to have changed it', () => {
    const { mismatches } = proveMonth(facts(paidMeanwhile('2026-12-01T02:01:00.000Z')));

    expect(mismatches.map((one) => [one.class, one.fix])).toEqual([['late', 'none']]);
  });

  it('is what it is where it was written before', () => {
    const { mismatches } = proveMonth(facts(paidMeanwhile('2026-12-01T01:59:00.000Z')));

    expect(mismatches.map((one) => [one.class, one.fix])).toEqual([
      ['payment_missing', 'in_ledger'],
    ]);
  });
});

describe('an invoice that was void before anybody told of it', () => {
  it('is nothing without money, and missing with it: somebody has to be asked', () => {
    const world = new ProofWorld();
    world.documents.push(anInvoice('inv_1', { status: 'void' }));
    expect(listed(world)).toEqual([]);

    world.documents.push(anInvoice('inv_2', { status: 'void', paidMinor: 5_000 }));
    expect(listed(world)).toEqual([['missing', 'repairs_itself', 0]]);
  });
});
