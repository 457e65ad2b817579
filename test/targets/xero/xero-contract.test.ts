import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

const someId = '7f1d1a4e-3f57-4c1d-9a26-0a4a2b8f0c11';
const headers = {
  'xero-tenant-id': 'ac0a2a5e-0000-4000-8000-000000000001',
  'idempotency-key': 'key',
  'content-type': 'application/json',
};

const line = {
  Description: 'Unit 12',
  Quantity: 1,
  UnitAmount: 120,
  AccountCode: '200',
  TaxType: 'OUTPUT2',
};
const invoice = {
  Type: 'ACCREC',
  InvoiceNumber: 'ACORN-1',
  Contact: { ContactID: someId },
  Date: '2026-11-30',
  DueDate: '2026-11-30',
  Status: 'AUTHORISED',
  LineAmountTypes: 'Inclusive',
  CurrencyCode: 'GBP',
  LineItems: [line],
};
const creditNote = {
  Type: 'ACCRECCREDIT',
  CreditNoteNumber: 'CN-1',
  Contact: { ContactID: someId },
  Date: '2026-11-30',
  Status: 'AUTHORISED',
  LineItems: [line],
};
const payment = {
  Invoice: { InvoiceID: someId },
  Account: { Code: '090' },
  Date: '2026-11-30',
  Amount: 1,
};
const allocation = { Invoice: { InvoiceID: someId }, Amount: 1, Date: '2026-11-30' };

const overpayment = {
  Type: 'RECEIVE-OVERPAYMENT',
  Contact: { ContactID: someId },
  BankAccount: { Code: '090' },
  Date: '2026-11-30',
  LineAmountTypes: 'NoTax',
  Status: 'AUTHORISED',
  LineItems: [{ Description: 'Paid beyond what was due on ACORN-1 [inv_1:1]', LineAmount: 1 }],
};

interface BadBody {
  operation: string;
  send: [method: string, path: string];
  good: unknown;
  bad: Array<[what: string, body: unknown]>;
}

const perElement = '?summarizeErrors=false';

/** For each write a body that passes, and others that may never pass. */
const bodies: BadBody[] = [
  {
    operation: 'createContacts',
    send: ['PUT', `/Contacts${perElement}`],
    good: { Contacts: [{ ContactNumber: 'con_1', Name: 'Ada' }] },
    bad: [
      ['has no contact number', { Contacts: [{ Name: 'Ada' }] }],
      ['has a misspelt field', { Contacts: [{ ContactNumber: 'c', Name: 'A', Email: 'a@b.c' }] }],
      [
        'has a name that is too long',
        { Contacts: [{ ContactNumber: 'c', Name: 'x'.repeat(256) }] },
      ],
      ['is empty', { Contacts: [] }],
    ],
  },
  {
    operation: 'updateOrCreateContacts',
    send: ['POST', `/Contacts${perElement}`],
    good: { Contacts: [{ ContactID: someId, ContactNumber: 'con_1', Name: 'Ada' }] },
    bad: [
      [
        'names the contact by something else than an id',
        { Contacts: [{ ContactID: '7', ContactNumber: 'c', Name: 'A' }] },
      ],
    ],
  },
  {
    operation: 'createInvoices',
    send: ['PUT', `/Invoices${perElement}&unitdp=4`],
    good: { Invoices: [invoice] },
    bad: [
      ['has no contact', { Invoices: [{ ...invoice, Contact: undefined }] }],
      [
        'changes the contact',
        { Invoices: [{ ...invoice, Contact: { ContactID: someId, Name: 'A' } }] },
      ],
      ['has a bill', { Invoices: [{ ...invoice, Type: 'ACCPAY' }] }],
      [
        'has an amount as text',
        { Invoices: [{ ...invoice, LineItems: [{ ...line, UnitAmount: '120' }] }] },
      ],
      [
        'has a misspelt field',
        { Invoices: [{ ...invoice, LineItems: [{ ...line, accountCode: '200' }] }] },
      ],
      [
        'has a line without account',
        { Invoices: [{ ...invoice, LineItems: [{ ...line, AccountCode: undefined }] }] },
      ],
      ['has a day as an instant', { Invoices: [{ ...invoice, Date: '2026-11-30T00:00:00Z' }] }],
      ['has 51 invoices', { Invoices: Array(51).fill(invoice) }],
    ],
  },
  {
    operation: 'updateInvoice',
    send: ['POST', `/Invoices/${someId}${perElement}`],
    good: { Invoices: [{ InvoiceID: someId, Status: 'VOIDED' }] },
    bad: [
      ['approves', { Invoices: [{ InvoiceID: someId, Status: 'AUTHORISED' }] }],
      [
        'changes something besides',
        { Invoices: [{ InvoiceID: someId, Status: 'VOIDED', Reference: 'x' }] },
      ],
    ],
  },
  {
    operation: 'updateInvoice',
    send: ['POST', `/Invoices/${someId}${perElement}&unitdp=4`],
    good: {
      Invoices: [
        {
          InvoiceID: someId,
          LineAmountTypes: 'Inclusive',
          LineItems: [{ ...line, LineItemID: someId }, line],
        },
      ],
    },
    bad: [
      [
        'names the document by its number',
        {
          Invoices: [{ InvoiceNumber: 'ACORN-1', LineAmountTypes: 'Inclusive', LineItems: [line] }],
        },
      ],
      [
        'has no lines left',
        { Invoices: [{ InvoiceID: someId, LineAmountTypes: 'Inclusive', LineItems: [] }] },
      ],
      [
        'says nothing of taxes',
        { Invoices: [{ InvoiceID: someId, LineItems: [{ ...line, LineItemID: someId }] }] },
      ],
      [
        'has the id of a line that is none',
        {
          Invoices: [
            {
              InvoiceID: someId,
              LineAmountTypes: 'Inclusive',
              LineItems: [{ ...line, LineItemID: '1' }],
            },
          ],
        },
      ],
    ],
  },
  {
    operation: 'createBankTransactions',
    send: ['PUT', `/BankTransactions${perElement}`],
    good: { BankTransactions: [overpayment] },
    bad: [
      ['is a plain receipt', { BankTransactions: [{ ...overpayment, Type: 'RECEIVE' }] }],
      ['bears a reference', { BankTransactions: [{ ...overpayment, Reference: 'inv_1:1' }] }],
      [
        'has an account for its line',
        {
          BankTransactions: [
            {
              ...overpayment,
              LineItems: [{ Description: 'd', LineAmount: 1, AccountCode: '200' }],
            },
          ],
        },
      ],
    ],
  },
  {
    operation: 'createPayments',
    send: ['PUT', `/Payments${perElement}`],
    good: { Payments: [payment] },
    bad: [
      ['has no amount', { Payments: [{ ...payment, Amount: undefined }] }],
      [
        'names the invoice by its number',
        { Payments: [{ ...payment, Invoice: { InvoiceNumber: 'A' } }] },
      ],
      ['has an account without code or id', { Payments: [{ ...payment, Account: {} }] }],
    ],
  },
  {
    operation: 'createPayments',
    send: ['PUT', `/Payments${perElement}`],
    good: {
      Payments: [{ ...payment, Invoice: undefined, CreditNote: { CreditNoteID: someId } }],
    },
    bad: [['has an amount as text', { Payments: [{ ...payment, Amount: '1' }] }]],
  },
  {
    operation: 'voidCreditNote',
    send: ['POST', `/CreditNotes/${someId}${perElement}`],
    good: { CreditNotes: [{ CreditNoteID: someId, Status: 'VOIDED' }] },
    bad: [['approves', { CreditNotes: [{ CreditNoteID: someId, Status: 'AUTHORISED' }] }]],
  },
  {
    operation: 'createCreditNotes',
    send: ['PUT', `/CreditNotes${perElement}&unitdp=4`],
    good: { CreditNotes: [creditNote] },
    bad: [
      ['has no number', { CreditNotes: [{ ...creditNote, CreditNoteNumber: undefined }] }],
      ['has no lines', { CreditNotes: [{ ...creditNote, LineItems: [] }] }],
    ],
  },
  {
    operation: 'createCreditNoteAllocation',
    send: ['PUT', `/CreditNotes/${someId}/Allocations${perElement}`],
    good: { Allocations: [allocation] },
    bad: [
      ['has no day', { Allocations: [{ ...allocation, Date: undefined }] }],
      ['is a bare object', allocation],
    ],
  },
  ...(['Invoice', 'CreditNote'] as const).map((kind) => ({
    operation: `create${kind}History`,
    send: ['PUT', `/${kind}s/${someId}/History${perElement}`] as [string, string],
    good: { HistoryRecords: [{ Details: 'Posted.' }] },
    bad: [
      ['says nothing', { HistoryRecords: [{ Details: '' }] }],
      ['says too much', { HistoryRecords: [{ Details: 'x'.repeat(451) }] }],
    ] as Array<[string, unknown]>,
  })),
  {
    operation: 'createTrackingCategory',
    send: ['PUT', '/TrackingCategories'],
    good: { Name: 'Location' },
    bad: [
      ['has no name', {}],
      ['has a name that is too long', { Name: 'x'.repeat(101) }],
    ],
  },
  {
    operation: 'createTrackingOptions',
    send: ['PUT', `/TrackingCategories/${someId}/Options`],
    good: { Name: 'Acorn Leeds' },
    bad: [['is a list', { Options: [{ Name: 'Acorn Leeds' }] }]],
  },
];

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
  await ledger.payments.of(invoiceTargetId);
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
  accepted(await ledger.reversals.void(accepted(unused).targetId, xero.key()));
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
