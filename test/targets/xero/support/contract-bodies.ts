export const someId = '7f1d1a4e-3f57-4c1d-9a26-0a4a2b8f0c11';
export const headers = {
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
export const invoice = {
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
export const bodies: BadBody[] = [
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
