import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { invoiceBody, line, messages, SandboxClient } from '../sandbox-client.ts';

let client: SandboxClient;
let contactId: string;

beforeEach(async () => {
  client = new SandboxClient();
  await client.connect();
  contactId = await client.contact();
});

const lineCases: readonly [string, Json, string][] = [
  [
    'an unknown account',
    { AccountCode: '999' },
    "Account code '999' is not a valid code for this document.",
  ],
  [
    'a bank account',
    { AccountCode: '090' },
    "Account code '090' is not a valid code for this document.",
  ],
  [
    'accounts receivable',
    { AccountCode: '610' },
    "Account code '610' is not a valid code for this document.",
  ],
  [
    'an archived account',
    { AccountCode: '205' },
    "Account code '205' has been archived, or has been deleted.",
  ],
  ['no account', { AccountCode: undefined }, 'Account code or ID must be specified'],
  ['no description', { Description: '' }, 'The description field is mandatory'],
  [
    'an unknown tax type',
    { TaxType: 'X' },
    "The TaxType code 'X' does not exist or cannot be used for this type of transaction",
  ],
  [
    'a purchase tax type',
    { TaxType: 'INPUT2' },
    "The TaxType code 'INPUT2' does not exist or cannot be used",
  ],
  [
    'a line amount that does not fit',
    { LineAmount: 119 },
    'The line total 119.00 does not match the expected line total 120.00',
  ],
  [
    'both discounts',
    { DiscountRate: 1, DiscountAmount: 1 },
    'Only one of DiscountRate or DiscountAmount',
  ],
  [
    'an unknown category',
    { Tracking: [{ Name: 'Place', Option: 'x' }] },
    "The tracking category 'Place' does not exist",
  ],
  [
    'an unknown option',
    { Tracking: [{ Name: 'Location', Option: 'York' }] },
    "The tracking option 'York' for the tracking category 'Location' does not exist",
  ],
  [
    'one category twice',
    {
      Tracking: [
        { Name: 'Location', Option: 'Acorn Leeds' },
        { Name: 'Location', Option: 'Acorn Leeds' },
      ],
    },
    'can only be specified once',
  ],
  [
    'three categories',
    { Tracking: [{ Name: 'a' }, { Name: 'b' }, { Name: 'c' }] },
    'A maximum of 2 tracking categories',
  ],
];

describe('lines', () => {
  it.each(lineCases)('refuses %s', async (_what, changes, message) => {
    const answer = await put({ LineItems: [line(changes)] });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ ErrorNumber: 10, Type: 'ValidationException' });
    expect(messages(answer)).toEqual([expect.stringContaining(message)]);
  });

  it('accepts a draft without account and refuses to approve it', async () => {
    const draft = await put({ Status: 'DRAFT', LineItems: [{ Description: 'x', UnitAmount: 1 }] });
    expect(draft.status).toBe(200);
    const id = draft.json.Invoices[0].InvoiceID;
    const approved = await client.api(`POST /Invoices/${id}`, { Status: 'AUTHORISED' });
    expect(messages(approved)).toEqual(['Account code or ID must be specified']);
  });
});

const documentCases: readonly [string, Json, string][] = [
  [
    'no contact',
    { Contact: undefined },
    'A Contact must be specified for this type of transaction',
  ],
  [
    'an unknown contact',
    { Contact: { ContactID: '00000000-0000-4000-8000-000000000000' } },
    'could not be found',
  ],
  ['no lines', { LineItems: [] }, 'One or more line items must be specified'],
  ['another currency', { CurrencyCode: 'USD' }, 'Organisation is not subscribed to currency USD'],
  [
    'a locked day',
    { Date: '2026-03-31' },
    'The document date cannot be before the period lock date, currently set at 31-Mar-2026',
  ],
  [
    'a day in a closed year',
    { Date: '2025-03-31' },
    'The document date cannot be before the end of year lock date, currently set at 31-Mar-2025',
  ],
  ['no due date', { DueDate: undefined }, 'DueDate field must be specified'],
  ['status PAID', { Status: 'PAID' }, 'Invoice not of valid status for creation'],
  ['an unknown type', { Type: 'SALE' }, 'Type must be one of ACCREC, ACCPAY'],
  ['unknown amount types', { LineAmountTypes: 'Gross' }, 'LineAmountTypes must be one of'],
  [
    'a negative total',
    { LineItems: [line({ UnitAmount: -1 })] },
    'The document total must be greater than or equal to zero',
  ],
];

describe('invoices', () => {
  it.each(documentCases)('refuses %s', async (_what, changes, message) => {
    const answer = await put(changes);
    expect(answer.status).toBe(400);
    expect(messages(answer).join('\n')).toContain(message);
  });

  it('accepts a draft in a locked period, and the day after the lock', async () => {
    expect((await put({ Date: '2026-03-31', Status: 'DRAFT' })).status).toBe(200);
    expect((await put({ Date: '2026-04-01' })).status).toBe(200);
  });

  it('refuses a taken number, and takes it again once voided', async () => {
    const first = await client.invoice({ InvoiceNumber: 'N-1', Contact: { ContactID: contactId } });
    expect(messages(await put({ InvoiceNumber: 'n-1' }))).toEqual(['Invoice # must be unique.']);
    await client.api(`POST /Invoices/${first.InvoiceID}`, { Status: 'VOIDED' });
    expect((await put({ InvoiceNumber: 'N-1' })).status).toBe(200);
  });

  it('refuses an archived contact', async () => {
    await client.api(`POST /Contacts/${contactId}`, { ContactStatus: 'ARCHIVED' });
    expect(messages(await put({}))).toEqual([
      expect.stringContaining('The contact must be un-archived before creating new invoices'),
    ]);
  });
});

describe('bodies', () => {
  it.each([
    ['no JSON', 'not json', 'PostDataInvalidException'],
    [
      'an amount that is no number',
      '{"Invoices":[{"LineItems":[{"UnitAmount":"abc"}]}]}',
      'PostDataInvalidException',
    ],
    ['a bad date', '{"Invoices":[{"Date":"2026-02-30"}]}', 'PostDataInvalidException'],
    ['nothing', '{"Invoices":[]}', 'NoDataProcessedException'],
  ])('refuses %s', async (_what, body, type) => {
    const answer = await client.api('PUT /Invoices', body);
    expect([answer.status, answer.json.Type]).toEqual([400, type]);
  });

  it('refuses more than 3.5 MB', async () => {
    const answer = await client.api('PUT /Invoices', ' '.repeat(3_500_001));
    expect(answer.status).toBe(413);
  });

  it('refuses more elements than the limit', async () => {
    const small = new SandboxClient({ maxElements: 2 });
    await small.connect();
    const body = { Contacts: [1, 2, 3].map((each) => ({ Name: `c${each}` })) };
    const answer = await small.api('PUT /Contacts', body);
    expect([answer.status, answer.json.Message]).toEqual([
      400,
      expect.stringContaining('2 elements'),
    ]);
  });

  it('answers in XML when JSON is not asked for', async () => {
    const answer = await client.api('GET /Organisation', undefined, { accept: '*/*' });
    expect(answer.headers.get('content-type')).toContain('text/xml');
  });
});

describe('contacts', () => {
  it('refuses a taken name and a taken number with PUT, and updates with POST', async () => {
    const name = { Name: 'ann ames', ContactNumber: 'con_2' };
    expect(messages(await client.api('PUT /Contacts', { Contacts: [name] }))).toEqual([
      'The contact name ann ames is already assigned to another contact. The contact name must be unique across all active contacts.',
    ]);
    const number = { Name: 'Bob', ContactNumber: 'con_1' };
    expect(messages(await client.api('PUT /Contacts', { Contacts: [number] }))).toEqual([
      'The contact number con_1 is already assigned to another contact.',
    ]);
    const posted = await client.api('POST /Contacts', { Contacts: [number] });
    expect(posted.json.Contacts[0]).toMatchObject({ ContactID: contactId, Name: 'Bob' });
  });

  it('folds a bare name into the contact of that name with POST', async () => {
    const posted = await client.api('POST /Contacts', { Contacts: [{ Name: 'Ann Ames' }] });
    expect(posted.json.Contacts[0].ContactID).toBe(contactId);
  });

  it.each([
    ['no name', { ContactNumber: 'x' }, 'Contact Name cannot be empty'],
    ['a long number', { Name: 'x', ContactNumber: 'n'.repeat(51) }, 'cannot exceed 50 characters'],
    ['a bad address', { Name: 'x', EmailAddress: 'nope' }, 'Email address must be valid'],
  ])('refuses %s', async (_what, contact, message) => {
    const answer = await client.api('PUT /Contacts', { Contacts: [contact] });
    expect(messages(answer)).toEqual([expect.stringContaining(message)]);
  });
});

function put(changes: Json) {
  return client.api('PUT /Invoices', { Invoices: [{ ...invoiceBody(contactId), ...changes }] });
}
