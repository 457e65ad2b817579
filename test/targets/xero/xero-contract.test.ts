import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bodies, headers, invoice, someId } from './support/contract-bodies.ts';
import {
  hasXeroContract,
  openXeroContract,
  type XeroContract,
  xeroContractTitle,
} from './support/xero-contract.ts';
import {
  aContactDraft,
  aCreditNoteDraft,
  accepted,
  anInvoiceDraft,
  XeroUnderTest,
} from './support/xero-under-test.ts';

const refusals = bodies.flatMap(({ operation, send, bad }) =>
  bad.map(([what, body]) => ({ operation, what, send, body })),
);

// With an unknown folder there is nothing to hold requests against; the title says so.
describe.skipIf(!hasXeroContract)(`The requests to Xero, ${xeroContractTitle}`, () => {
  let contract: XeroContract;

  beforeAll(async () => {
    contract = await openXeroContract();
  });

  function check(send: [string, string], body: unknown, changed: Record<string, string> = {}) {
    const [method, path] = send;
    // As JSON, so that what is undefined is not there.
    const sent = JSON.parse(JSON.stringify(body));
    return contract.check({ method, path, headers: { ...headers, ...changed }, body: sent });
  }

  it.each(bodies)('the net lets a good body of $operation pass', ({ operation, send, good }) => {
    expect(check(send, good)).toEqual({ operation, problems: [] });
  });

  it.each(refusals)(
    'the net catches a body of $operation that $what',
    ({ operation, send, body }) => {
      const found = check(send, body);

      expect(found.operation).toBe(operation);
      expect(found.problems).not.toEqual([]);
    },
  );

  it.each(bodies)(
    'the net catches a missing organisation or key on $operation',
    ({ send, good }) => {
      const { 'xero-tenant-id': _tenant, ...withoutTenant } = headers;
      const { 'idempotency-key': _key, ...withoutKey } = headers;
      const body = JSON.parse(JSON.stringify(good));
      const [method, path] = send;

      expect(contract.check({ method, path, headers: withoutTenant, body }).problems).not.toEqual(
        [],
      );
      expect(contract.check({ method, path, headers: withoutKey, body }).problems).not.toEqual([]);
    },
  );

  it('the net catches a write without one answer per element', () => {
    expect(check(['PUT', '/Invoices?unitdp=4'], { Invoices: [invoice] }).problems).not.toEqual([]);
  });

  it.each([
    ['a path that is not there', 'GET', '/Invoice'],
    ['a method that is not there', 'DELETE', '/Invoices'],
    ['an allocation without an id', 'DELETE', `/CreditNotes/${someId}/Allocations/`],
    ['an id that is none', 'GET', '/Invoices/ACORN-1'],
    ['a page that is no number', 'GET', '/Contacts?page=first'],
  ])('the net catches %s', (_what, method, path) => {
    expect(contract.check({ method, path, headers }).problems).not.toEqual([]);
  });

  describe('as XeroLedger sends them', () => {
    let xero: XeroUnderTest;

    beforeEach(async () => {
      xero = await XeroUnderTest.open(contract);
    });

    it('fit for every method of the port', async () => {
      await everyMethod(xero);

      expect(xero.problems()).toEqual([]);
      expect(new Set(xero.sent.map(({ operation }) => operation))).toEqual(
        new Set([
          ...bodies.map(({ operation }) => operation),
          'getOrganisations',
          'getAccounts',
          'getCurrencies',
          'getTaxRates',
          'getTrackingCategories',
          'getContacts',
          'getInvoices',
          'getInvoice',
          'getCreditNotes',
          'getCreditNote',
          'getInvoiceHistory',
          'getCreditNoteHistory',
          'deleteCreditNoteAllocation',
          'getBankTransactions',
        ]),
      );
    });

    it('fit for the least that a draft may hold', async () => {
      const { ledger } = xero;
      const [contact] = await ledger.contacts.create(
        [{ contactNumber: 'con_2', name: 'Bo' }],
        xero.key(),
      );
      const contactTargetId = accepted(contact).targetId;
      const bare = {
        description: 'Deposit',
        quantity: 1,
        unitAmountMinor: 5_000,
        accountCode: '820',
        taxType: 'NONE',
      };
      await ledger.invoices.create(
        [anInvoiceDraft({ contactTargetId, status: 'DRAFT', lines: [bare] })],
        xero.key(),
      );

      expect(xero.problems()).toEqual([]);
    });

    it('fit for a full batch of fifty with taxes sent as they are', async () => {
      const contactTargetId = await xero.contact();
      const [usual] = anInvoiceDraft().lines;
      const drafts = Array.from({ length: 50 }, (_, index) =>
        anInvoiceDraft({
          contactTargetId,
          number: `ACORN-${index}`,
          lines: usual === undefined ? [] : [{ ...usual, taxAmountMinor: 2_001 }],
        }),
      );
      const written = await xero.ledger.invoices.create(drafts, xero.key());

      expect(xero.problems()).toEqual([]);
      expect(written.every(({ ok }) => ok)).toBe(true);
    });
  });
});

/** Calls every method of the port once, each with success. */
async function everyMethod(xero: XeroUnderTest): Promise<void> {
  const { ledger } = xero;
  const catalogue = await ledger.catalogue.read();
  const contactTargetId = await xero.contact();
  await ledger.contacts.findByNumber(['con_0001', 'con_0002']);
  const change = { targetId: contactTargetId, draft: aContactDraft() };
  const [changed] = await ledger.contacts.update([change], xero.key());
  accepted(changed);
  const invoiceTargetId = await xero.invoice({ contactTargetId });
  const spare = await xero.invoice({ contactTargetId, number: 'ACORN-2' });
  await ledger.invoices.find(['ACORN-1', 'ACORN 2/ä']);
  accepted(await ledger.invoices.void({ targetId: spare, isDraft: false }, xero.key()));
  const paid = { invoiceTargetId, accountCode: '090', date: '2026-11-30', currency: 'GBP' };
  const [payment] = await ledger.payments.create(
    [{ ...paid, amountMinor: 2_000, reference: 'inv_0001:2000' }],
    xero.key(),
  );
  accepted(payment);
  await ledger.payments.of([invoiceTargetId]);
  await ledger.payments.of([invoiceTargetId, spare]);
  await ledger.invoices.getMany([invoiceTargetId, spare]);
  const [note] = await ledger.credits.create([aCreditNoteDraft({ contactTargetId })], xero.key());
  const creditNoteTargetId = accepted(note).targetId;
  await ledger.credits.find(['ACORN-1-CN']);
  const allocated = { creditNoteTargetId, invoiceTargetId, currency: 'GBP', date: '2026-11-30' };
  accepted(await ledger.credits.allocate({ ...allocated, amountMinor: 1_000 }, xero.key()));
  await ledger.credits.allocatedTo(creditNoteTargetId, invoiceTargetId);
  const back = { creditNoteTargetId, accountCode: '090', date: '2026-11-30', currency: 'GBP' };
  const refund = { ...back, amountMinor: 500, reference: 'cred_0001:500' };
  accepted(await ledger.refunds.create(refund, xero.key()));
  await ledger.refunds.of(creditNoteTargetId);
  await ledger.openInvoices.of(contactTargetId);
  const voided = aCreditNoteDraft({ contactTargetId, number: 'ACORN-2-CN' });
  const [unused] = await ledger.credits.create([voided], xero.key());
  accepted(
    await ledger.reversals.void(
      { creditNoteTargetId: accepted(unused).targetId, isDraft: false },
      xero.key(),
    ),
  );
  await takenBack(xero, { contactTargetId, invoiceTargetId, creditNoteTargetId });
  for (const [kind, targetId] of [
    ['invoice', invoiceTargetId],
    ['credit_note', creditNoteTargetId],
  ] as const) {
    await ledger.history.add(kind, targetId, { text: 'Posted by Rollerdoor.', key: xero.key() });
    await ledger.history.notesOf(kind, targetId);
  }
  // Both places for tracking are taken: the answer is a refusal, the request is what counts here.
  await ledger.tracking.createCategory('Region', xero.key());
  const categoryId = catalogue.trackingCategories[0]?.categoryId ?? '';
  accepted(await ledger.tracking.createOption(categoryId, 'Acorn York', xero.key()));
}

/** What is changed and taken back later: lines, a credit note, money beyond what was due. */
async function takenBack(
  xero: XeroUnderTest,
  of: { contactTargetId: string; invoiceTargetId: string; creditNoteTargetId: string },
): Promise<void> {
  const { amendments, invoices, reversals, overpayments } = xero.ledger;
  const { contactTargetId, creditNoteTargetId } = of;
  accepted(await reversals.unset(of, xero.key()));
  await reversals.get(creditNoteTargetId);
  const targetId = await xero.invoice({ contactTargetId, number: 'ACORN-3' });
  const found = await invoices.get(targetId);
  const [usual] = anInvoiceDraft().lines;
  const lineId = found?.lines?.[0]?.lineId ?? '';
  const lines = usual === undefined ? [] : [{ ...usual, lineId }, usual];
  accepted(await amendments.amend({ targetId, currency: 'GBP', lines }, xero.key()));
  const money = { contactTargetId, currency: 'GBP', reference: 'inv_0001:13000' };
  const draft = { ...money, accountCode: '090', date: '2026-11-30', amountMinor: 1_000 };
  accepted(await overpayments?.create({ ...draft, invoiceNumber: 'ACORN-1' }, xero.key()));
  await overpayments?.find(money);
}
