import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../../../shared/domain/preview/judge-document.ts';
import { whichContact } from '../../../shared/domain/rebuild/restored-contact.ts';
import {
  type FoundInLedger,
  nothingBeside,
  paidUpToIn,
  restoredDocument,
  whichFound,
} from '../../../shared/domain/rebuild/restored-document.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const version = { at: '2026-11-30T09:00:00.000Z', rank: 1, fingerprint: 'f' };

function invoice(overrides: Parameters<typeof aStoraInvoice>[0] = {}): SourceDocument {
  return { kind: 'invoice', record: readInvoice(aStoraInvoice(overrides), version.at) };
}

function found(overrides: Partial<FoundInLedger> = {}): FoundInLedger {
  return {
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
}

describe('which document stands for a record', () => {
  it.each<[string, Partial<FoundInLedger>, string]>([
    ['our reference, whatever somebody made of it', { totalMinor: 1 }, 'ours'],
    ['the same document by other hands', { reference: '' }, 'adopted'],
    ['another total', { reference: '', totalMinor: 1 }, 'doubtful'],
    ['another customer', { reference: '', contactTargetId: 'contact-2' }, 'doubtful'],
    ['out of the books, and not ours', { reference: '', status: 'VOIDED' }, 'absent'],
    ['another number', { number: 'HBR-0002' }, 'absent'],
  ])('%s', (_what, overrides, kind) => {
    expect(whichFound(invoice(), [found(overrides)], 'contact-1').kind).toBe(kind);
  });

  it('prefers ours to another of that number that is out of the books', () => {
    const others = [found({ status: 'DELETED', reference: '', targetId: 'x' }), found()];

    expect(whichFound(invoice(), others, undefined)).toMatchObject({ kind: 'ours' });
  });
});

describe('which contact stands for a customer', () => {
  const contact = { id: 'con_1', name: 'Ada', metadata: { 'rollerdoor:xero': 'c-1' } };
  const one = { targetId: 'c-1', name: 'Ada', contactNumber: undefined };
  it.each([
    ['that with our number', [{ ...one, targetId: 'c-2', contactNumber: 'con_1' }, one], 'ours'],
    ['that which the source keeps', [one], 'ours'],
    ['not one with the number of another', [{ ...one, contactNumber: 'con_2' }], 'doubtful'],
    ['none', [], 'absent'],
  ])('%s', (_what, contacts, kind) => {
    expect(whichContact(contact, contacts, 'rollerdoor:xero').kind).toBe(kind);
  });
});

describe('the state that a restored link bears', () => {
  const restore = (document: SourceDocument, there: FoundInLedger, settings = ledgerSettings()) =>
    restoredDocument({
      ...{ document, version, settings, found: there, beside: nothingBeside },
      key: aLink(),
      accountId: 'account-1',
      draft: undefined,
    });
  const paid = invoice({ status: 'paid', amount_paid: storaPounds(12_000) });

  it.each<[string, SourceDocument, Partial<FoundInLedger>, boolean]>([
    ['unpaid on both sides', invoice(), {}, true],
    ['paid on both sides', paid, { paidMinor: 12_000, dueMinor: 0, status: 'PAID' }, true],
    ['paid at the source only', paid, {}, false],
    ['void on both sides', invoice({ status: 'void' }), { status: 'VOIDED' }, true],
    ['void at the source only', invoice({ status: 'void' }), {}, false],
    ['void in the ledger only', invoice(), { status: 'VOIDED' }, false],
    ['given up, and not written off', invoice({ status: 'uncollectible' }), {}, false],
    ['another tax', invoice(), { taxMinor: 1_999 }, false],
  ])('%s', (...[, document, there, isKnown]) => {
    expect(restore(document, found(there)).version).toEqual(isKnown ? version : undefined);
  });

  it('counts no payments where they come from the bank feed, nor more than the source has', () => {
    const there = found({ paidMinor: 5_000, dueMinor: 7_000 });

    expect(restore(paid, found(), ledgerSettings({ postPayments: false })).version).toEqual(
      version,
    );
    expect(restore(invoice(), there).posted?.paidMinor).toBe(0);
  });

  it('knows payments of ours by their references alone', () => {
    expect(paidUpToIn('inv_0001:12000', 'inv_0001')).toBe(12_000);
    for (const reference of ['inv_0002:12000', 'inv_0001', 'inv_0001:all', undefined])
      expect(paidUpToIn(reference, 'inv_0001')).toBeUndefined();
  });
});
