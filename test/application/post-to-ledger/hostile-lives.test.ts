import { describe, expect, it } from 'vitest';
import { allocateCredit } from '../../../infra/local/vendors/xero/ledger/allocations.ts';
import { updateDocument } from '../../../infra/local/vendors/xero/ledger/documents.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import {
  givenUp,
  type OneInvoice,
  oneInvoice,
  over,
  paid,
  received,
} from '../../support/one-invoice.ts';
import type { PipelineOptions } from '../../support/pipeline.ts';

const writeOffs: Partial<LedgerSettings> = {
  uncollectible: 'credit',
  badDebtAccountCode: '477',
  taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }],
};

function bookOf({ pipeline }: OneInvoice) {
  const book = pipeline.xero.world.book('acorn');
  if (book === undefined) throw new Error('The sandbox has no organisation called acorn.');
  return book;
}

function sceneOf(life: OneInvoice) {
  const stamp = {
    nowEpochMs: life.pipeline.clock.nowEpochMs(),
    uuid: () => crypto.randomUUID(),
    user: 'by hand',
  };
  return { book: bookOf(life), stamp, unitPlaces: 4 } as const;
}

function documentOf(life: OneInvoice, number: string) {
  const found = [...bookOf(life).documents.values()].find((one) => one.number === number);
  if (found === undefined) throw new Error(`There is no ${number}.`);
  return found;
}

async function lock({ pipeline }: OneInvoice, periodLockDay: string): Promise<void> {
  await pipeline.pressXero('lock-date', { periodLockDay });
  pipeline.ports.ledgerFor().catalogue.forget(pipeline.clock.nowEpochMs());
}

/** The link is lost, as where another company was connected in between; the books stay. */
async function forget(life: OneInvoice): Promise<void> {
  const link = await life.link();
  if (link === undefined) throw new Error('There is no link.');
  const {
    targetId: _target,
    posted: _posted,
    version: _version,
    judgedVersion: _judged,
    ...rest
  } = link;
  await life.pipeline.stores.links.save({ ...rest, effects: {} });
}

describe('a credit note that closed an invoice', () => {
  it('and that somebody voided by hand is no reason to wait when the debt is paid after all', async () => {
    const life = await oneInvoice({ settings: writeOffs });
    await life.shows({}, givenUp);
    const note = documentOf(life, 'HBR-0001-WO');
    const [allocation] = bookOf(life).allocations.values();
    const scene = sceneOf(life);
    if (allocation) bookOf(life).allocations.delete(allocation.allocationId);
    const invoice = documentOf(life, 'HBR-0001');
    scene.book.documents.set(invoice.id, { ...invoice, status: 'AUTHORISED' });
    const open = { ...note, status: 'AUTHORISED' } as const;
    scene.book.documents.set(note.id, open);
    expect(updateDocument(scene, open, { Status: 'VOIDED' })).toMatchObject({ ok: true });

    await life.shows(paid);

    expect(await life.issues()).toEqual([]);
    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      creditNotes: ['HBR-0001-WO VOIDED 120.00 0.00'],
      payments: ['120.00'],
    });
  });

  it('is known again from a link of before, with what is set, and can be taken back', async () => {
    const life = await oneInvoice({ settings: writeOffs });
    await life.shows({}, givenUp);
    await forget(life);

    await life.shows(givenUp);
    expect((await life.link())?.posted?.closing).toMatchObject({ setMinor: 12_000 });
    expect(await life.issues()).toEqual([]);

    await life.shows(paid);
    expect(await life.issues()).toEqual([]);
    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      creditNotes: ['HBR-0001-WO VOIDED 120.00 0.00'],
      payments: ['120.00'],
    });
  });

  it('is taken off whole where a person set it in two parts and the answer to one was lost', async () => {
    let isLost = false;
    const intercept: PipelineOptions['intercept'] = async (request, answer) => {
      const response = await answer();
      if (isLost || request.method !== 'DELETE') return response;
      isLost = true;
      throw new TypeError('fetch failed');
    };
    const life = await oneInvoice({ settings: writeOffs, intercept });
    await life.shows({}, givenUp);
    const [allocation] = bookOf(life).allocations.values();
    if (allocation === undefined) throw new Error('Nothing is set.');
    const half = { ...allocation, amountMinor: 6_000n };
    bookOf(life).allocations.set(half.allocationId, half);
    const note = documentOf(life, 'HBR-0001-WO');
    const invoice = documentOf(life, 'HBR-0001');
    bookOf(life).documents.set(note.id, { ...note, status: 'AUTHORISED' });
    bookOf(life).documents.set(invoice.id, { ...invoice, status: 'AUTHORISED' });
    const input = { Invoice: { InvoiceID: invoice.id }, Amount: 6_000n };
    expect(allocateCredit(sceneOf(life), documentOf(life, 'HBR-0001-WO'), input)).toMatchObject({
      ok: true,
    });

    await life.shows(paid);

    expect(isLost).toBe(true);
    expect(await life.issues()).toEqual([]);
    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      creditNotes: ['HBR-0001-WO VOIDED 120.00 0.00'],
    });
  });
});

describe('an invoice that changed at the source in what no ledger changes', () => {
  it.each([
    ['number', { number: 'HBR-0002' }, /another number: HBR-0002/],
    [
      'customer',
      { contact: aStoraContact({ id: 'con_0002', full_name: 'B' }) },
      /another customer/,
    ],
  ])('is asked about where its %s is another', async (_what, state, detail) => {
    const life = await oneInvoice();
    await life.shows({});

    await life.shows({ ...state, ...over(9_000) });

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
    const [issue] = await life.issues();
    expect(issue).toMatch(/^changed_after_posting: /);
    expect(issue).toMatch(detail);
  });

  it('is asked about where only its customer is another', async () => {
    const life = await oneInvoice();
    await life.shows({});

    await life.shows({ contact: aStoraContact({ id: 'con_0002', full_name: 'Bea' }) });

    expect(await life.issues()).toEqual([expect.stringMatching(/another customer/)]);
  });

  it('is changed where its customer was merged in the ledger meanwhile', async () => {
    const life = await oneInvoice();
    await life.shows({});
    await life.pipeline.pressXero('import', { contacts: 'Ada B;ada.b@example.com' });
    await life.pipeline.pressXero('merge-contacts', { from: 'Ada Byron', into: 'Ada B' });

    await life.shows(over(9_000));

    expect(await life.issues()).toEqual([]);
    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 90.00 90.00'] });
  });
});

describe('an invoice that is changed', () => {
  it('goes on naming its own day where it bears another', async () => {
    const life = await oneInvoice({ settings: { lockedPeriod: 'next_open_day' } });
    await lock(life, '2026-12-15');
    await life.shows({});

    await life.shows(over(9_000));

    const [invoice] = await life.documents('invoices');
    expect(invoice?.lines[0]?.description).toBe('50 sq ft unit (raised on 2026-11-30)');
    expect(invoice).toMatchObject({ date: '2026-12-16', total: '90.00' });
    // And back: the line is known again.
    await life.shows({});
    expect(await life.issues()).toEqual([]);
    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
  });

  it.each([
    ['arrived', true],
    ['did not arrive', false],
  ])(
    'while a payment is under way is decided once it is known that it %s',
    async (_how, arrives) => {
      let isLost = false;
      const intercept: PipelineOptions['intercept'] = async (request, answer) => {
        if (isLost || request.method !== 'PUT' || !request.url.includes('/Payments'))
          return answer();
        isLost = true;
        if (arrives) await answer();
        throw new TypeError('fetch failed');
      };
      const life = await oneInvoice({ intercept });
      await life.shows({});
      await life.pipeline.apply([life.change(received(5_000))]);
      expect(isLost).toBe(true);

      await life.shows({
        ...over(9_000),
        amount_paid: storaPounds(5_000),
        amount_due: storaPounds(4_000),
      });

      expect((await life.books()).payments).toEqual(['50.00']);
      expect((await life.link())?.posted?.paidMinor).toBe(5_000);
      if (arrives)
        expect(await life.issues()).toEqual([expect.stringMatching(/^changed_after_posting: /)]);
      else
        expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 90.00 40.00'] });
    },
  );
});

describe('money beyond what is due', () => {
  it('is asked about where a person entered what was due', async () => {
    const life = await oneInvoice({
      settings: { overpayment: 'post', clearingAccountCode: '090' },
    });
    await life.shows({});
    await life.pipeline.pressXero('pay-invoice', {
      number: 'HBR-0001',
      amount: '120.00',
      account: '090',
    });

    await life.shows({ ...paid, ...received(13_000), status: 'paid' });

    expect(await life.books()).toMatchObject({ payments: ['120.00'], onAccount: [] });
    expect(await life.issues()).toEqual([expect.stringMatching(/^overpaid: .*£10\.00/)]);
  });

  it('is known again from a link of before', async () => {
    const life = await oneInvoice({
      settings: { overpayment: 'post', clearingAccountCode: '090' },
    });
    await life.shows({}, { ...paid, ...received(13_000), status: 'paid' });
    expect(await life.books()).toMatchObject({ payments: ['120.00'], onAccount: ['10.00'] });
    await forget(life);

    await life.shows({ ...paid, ...received(13_000), status: 'paid' });

    expect(await life.books()).toMatchObject({ payments: ['120.00'], onAccount: ['10.00'] });
    expect(await life.issues()).toEqual([]);
  });
});

describe('sums by account', () => {
  it('that the ledger put elsewhere are told, though the total is right', async () => {
    const intercept: PipelineOptions['intercept'] = async (request, answer) => {
      const isCreation = request.method === 'PUT' && request.url.includes('/Invoices');
      if (!isCreation) return answer();
      const response = await answer();
      const text = (await response.text()).replaceAll('"AccountCode":"200"', '"AccountCode":"260"');
      return new Response(text, response);
    };
    const life = await oneInvoice({ intercept });

    await life.shows({});

    expect(await life.issues()).toEqual([
      expect.stringMatching(/^ledger_total_differs: .*account 200.*£0\.00, expected £120\.00/),
    ]);
  });
});
