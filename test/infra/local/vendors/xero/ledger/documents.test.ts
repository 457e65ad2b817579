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

describe('storing', () => {
  it('computes inclusive tax per line and keeps an override', async () => {
    const invoice = await store({
      LineItems: [
        line({ UnitAmount: 120.01, Tracking: [{ Name: 'location', Option: 'Acorn Leeds' }] }),
        line({ UnitAmount: 11.2, AccountCode: '260', TaxType: 'TAX001' }),
        line({ UnitAmount: 50, AccountCode: '820', TaxType: 'NONE' }),
        line({ UnitAmount: 10, TaxAmount: 1.66 }),
      ],
    });
    expect(invoice.LineItems.map((each: Json) => each.TaxAmount)).toEqual([20, 1.2, 0, 1.66]);
    expect(invoice).toMatchObject({
      SubTotal: 168.35,
      TotalTax: 22.86,
      Total: 191.21,
      AmountDue: 191.21,
    });
    expect(invoice.LineItems[0].Tracking).toMatchObject([
      { Name: 'Location', Option: 'Acorn Leeds' },
    ]);
    expect(invoice.Date).toBe(`/Date(${Date.parse('2026-11-01T00:00:00Z')}+0000)/`);
  });

  it('takes the tax type of the account when the line names none', async () => {
    const invoice = await store({ LineItems: [line({ AccountCode: '260', TaxType: undefined })] });
    expect(invoice.LineItems[0].TaxType).toBe('TAX001');
  });

  it('adds tax on top when amounts are exclusive, and none at all with NoTax', async () => {
    const exclusive = await store({ LineAmountTypes: 'Exclusive' });
    const none = await store({ LineAmountTypes: 'NoTax' });
    expect([exclusive.SubTotal, exclusive.Total]).toEqual([120, 144]);
    expect([none.TotalTax, none.Total]).toEqual([0, 120]);
  });

  it('keeps two places of a unit amount, or four with unitdp=4', async () => {
    const lines = { LineItems: [line({ Quantity: 3, UnitAmount: 1.2345 })] };
    const two = await store(lines);
    const four = await store(lines, '?unitdp=4');
    expect([two.LineItems[0].UnitAmount, two.Total]).toEqual([1.23, 3.69]);
    expect([four.LineItems[0].UnitAmount, four.Total]).toEqual([1.2345, 3.7]);
  });

  it('numbers an invoice without number in its own series', async () => {
    const numbers = [
      await store({ InvoiceNumber: undefined }),
      await store({ InvoiceNumber: undefined }),
    ].map((each) => each.InvoiceNumber);
    expect(numbers).toEqual(['INV-0001', 'INV-0002']);
  });

  it('is paid at once when there is nothing to pay', async () => {
    const invoice = await store({ LineItems: [line({ UnitAmount: 0 })] });
    expect(invoice.Status).toBe('PAID');
  });

  it('overwrites contact fields sent inside an invoice and drops contact persons', async () => {
    await client.api(`POST /Contacts/${contactId}`, {
      EmailAddress: 'ann@example.test',
      ContactPersons: [{ FirstName: 'Al' }],
    });
    await store({ Contact: { ContactID: contactId, EmailAddress: 'new@example.test' } });
    const { json } = await client.api('GET /Contacts/con_1');
    expect(json.Contacts[0]).toMatchObject({
      EmailAddress: 'new@example.test',
      ContactPersons: [],
    });
  });
});

describe('batches', () => {
  it('answers per element with summarizeErrors=false', async () => {
    const bodies = [invoiceBody(contactId), { ...invoiceBody(contactId), Contact: undefined }];
    const answer = await client.api('PUT /Invoices?summarizeErrors=false', { Invoices: bodies });
    expect(answer.status).toBe(200);
    expect(answer.json.Invoices).toMatchObject([
      { StatusAttributeString: 'OK', HasErrors: false, InvoiceNumber: bodies[0].InvoiceNumber },
      { StatusAttributeString: 'ERROR', HasErrors: true, ValidationErrors: [{}] },
    ]);
  });

  it('keeps nothing of a batch with one bad element without it', async () => {
    const bodies = [invoiceBody(contactId), { ...invoiceBody(contactId), Contact: undefined }];
    const answer = await client.api('PUT /Invoices', { Invoices: bodies });
    expect([answer.status, answer.json.Elements.length]).toEqual([400, 1]);
    const { json } = await client.api('GET /Invoices');
    expect(json.Invoices).toEqual([]);
  });

  it('refuses the second of two equal numbers in one batch', async () => {
    const body = invoiceBody(contactId);
    const { json } = await client.api('PUT /Invoices?summarizeErrors=false', {
      Invoices: [body, body],
    });
    expect(json.Invoices.map((each: Json) => each.StatusAttributeString)).toEqual(['OK', 'ERROR']);
  });
});

describe('changing', () => {
  const moves: readonly [string, string, number][] = [
    ['DRAFT', 'SUBMITTED', 200],
    ['DRAFT', 'AUTHORISED', 200],
    ['DRAFT', 'DELETED', 200],
    ['DRAFT', 'VOIDED', 400],
    ['SUBMITTED', 'DRAFT', 200],
    ['SUBMITTED', 'AUTHORISED', 200],
    ['AUTHORISED', 'VOIDED', 200],
    ['AUTHORISED', 'DELETED', 400],
    ['AUTHORISED', 'DRAFT', 400],
    ['AUTHORISED', 'PAID', 400],
  ];

  it.each(moves)('moves from %s to %s with %i', async (from, to, status) => {
    const { InvoiceID } = await store({ Status: from });
    const answer = await client.api(`POST /Invoices/${InvoiceID}`, { Status: to });
    expect(answer.status).toBe(status);
    if (status === 400) {
      expect(messages(answer)).toEqual(['Invoice not of valid status for modification']);
    } else {
      expect(answer.json.Invoices[0].Status).toBe(to);
    }
  });

  it('refuses any change of a voided invoice', async () => {
    const { InvoiceID } = await store({});
    await client.api(`POST /Invoices/${InvoiceID}`, { Status: 'VOIDED' });
    const answer = await client.api(`POST /Invoices/${InvoiceID}`, { Reference: 'x' });
    expect(messages(answer)).toEqual(['Invoice not of valid status for modification']);
  });

  it('lets POST by number change an existing invoice, and create an unknown one', async () => {
    const invoice = await store({});
    const known = { InvoiceNumber: invoice.InvoiceNumber, Reference: 'changed' };
    const fresh = invoiceBody(contactId);
    const { json } = await client.api('POST /Invoices', { Invoices: [known, fresh] });
    expect(json.Invoices[0]).toMatchObject({ InvoiceID: invoice.InvoiceID, Reference: 'changed' });
    expect(json.Invoices[1].InvoiceNumber).toBe(fresh.InvoiceNumber);
  });

  it('keeps the ids of the lines that are sent and re-creates the others', async () => {
    const invoice = await store({ LineItems: [line(), line()] });
    const [first, second] = invoice.LineItems.map((each: Json) => each.LineItemID);
    const { json } = await client.api(`POST /Invoices/${invoice.InvoiceID}`, {
      LineItems: [line({ LineItemID: first }), line()],
    });
    const ids = json.Invoices[0].LineItems.map((each: Json) => each.LineItemID);
    expect(ids[0]).toBe(first);
    expect(ids[1]).not.toBe(second);
  });

  it('refuses to void or change an approved invoice once its day is locked', async () => {
    const { InvoiceID } = await store({});
    await client.send('/control/api/acorn/lock-date', {
      method: 'POST',
      body: JSON.stringify({ periodLockDay: '2026-11-30' }),
    });
    const answer = await client.api(`POST /Invoices/${InvoiceID}`, { Status: 'VOIDED' });
    expect(messages(answer)).toEqual([expect.stringContaining('30-Nov-2026')]);
  });
});

describe('reading', () => {
  it('finds by id and by number, and answers 404 in plain text', async () => {
    const invoice = await store({});
    for (const name of [invoice.InvoiceID, invoice.InvoiceNumber]) {
      const { json } = await client.api(`GET /Invoices/${name}`);
      expect(json.Invoices[0].InvoiceID).toBe(invoice.InvoiceID);
    }
    const missing = await client.api('GET /Invoices/none');
    expect([missing.status, missing.json]).toEqual([404, undefined]);
  });

  it('leaves line items out of lists unless they are paged', async () => {
    await store({});
    const plain = (await client.api('GET /Invoices')).json;
    const paged = (await client.api('GET /Invoices?page=1')).json;
    expect([plain.Invoices[0].LineItems, plain.pagination]).toEqual([[], undefined]);
    expect(paged.Invoices[0].LineItems).toHaveLength(1);
    expect(paged.pagination).toEqual({ page: 1, pageSize: 100, pageCount: 1, itemCount: 1 });
  });

  it('pages', async () => {
    for (let each = 0; each < 5; each += 1) await store({});
    const { json } = await client.api('GET /Invoices?page=3&pageSize=2');
    expect(json.Invoices).toHaveLength(1);
    expect(json.pagination).toMatchObject({ pageCount: 3, itemCount: 5 });
  });

  it.each([
    ['InvoiceNumbers=A,c', ['A', 'C']],
    ['Statuses=DRAFT', ['B']],
    ['where=Status=="DRAFT"', ['B']],
    ['where=Type=="ACCREC" AND Reference=="ref-a"', ['A']],
    ['where=InvoiceNumber=="A" OR InvoiceNumber=="B"', ['A', 'B']],
    ['where=(InvoiceNumber=="A" OR InvoiceNumber=="B") AND Status!="DRAFT"', ['A']],
    ['where=Total>=200', ['C']],
    ['where=Total<120.01', ['A', 'B']],
    ['where=Date>=DateTime(2026,11,02)', ['C']],
    ['where=Contact.Name.StartsWith("ann")', ['A', 'B', 'C']],
    ['where=Reference.Contains("REF")', ['A']],
    ['order=InvoiceNumber DESC', ['C', 'B', 'A']],
  ])('filters by %s', async (query, numbers) => {
    await store({ InvoiceNumber: 'A', Reference: 'ref-a' });
    await store({ InvoiceNumber: 'B', Status: 'DRAFT' });
    await store({ InvoiceNumber: 'C', Date: '2026-11-02', LineItems: [line({ UnitAmount: 200 })] });
    const { json } = await client.api(`GET /Invoices?${query.replaceAll(' ', '%20')}`);
    expect(json.Invoices.map((each: Json) => each.InvoiceNumber)).toEqual(numbers);
  });

  it.each(['Nope=="x"', 'Status=', 'Status "x"', '"a"'])('refuses the filter %s', async (where) => {
    await store({});
    const answer = await client.api(`GET /Invoices?where=${encodeURIComponent(where)}`);
    expect([answer.status, answer.json.Type]).toEqual([400, 'QueryParseException']);
  });

  it('gives only what changed since', async () => {
    await store({ InvoiceNumber: 'OLD' });
    client.clock.advance(1200);
    await store({ InvoiceNumber: 'NEW' });
    const { json } = await client.api('GET /Invoices', undefined, {
      'if-modified-since': '2026-11-21T12:10:00',
    });
    expect(json.Invoices.map((each: Json) => each.InvoiceNumber)).toEqual(['NEW']);
  });

  it('finds contacts by number, name and term', async () => {
    await client.contact('Bob "B" Bee', 'con_2');
    const names = async (query: string) => {
      const { json } = await client.api(`GET /Contacts?${query}`);
      return json.Contacts.map((each: Json) => each.ContactNumber);
    };
    const where = encodeURIComponent('ContactNumber=="con_2" OR Name=="Ann Ames"');
    expect(await names(`where=${where}`)).toEqual(['con_1', 'con_2']);
    expect(await names(`where=${encodeURIComponent('Name=="Bob \\"B\\" Bee"')}`)).toEqual([
      'con_2',
    ]);
    expect(await names('searchTerm=bee')).toEqual(['con_2']);
    expect(await names(`IDs=${contactId}`)).toEqual(['con_1']);
  });

  it('keeps notes and its own entries in the history', async () => {
    const { InvoiceID } = await store({});
    await client.api(`PUT /Invoices/${InvoiceID}/History`, {
      HistoryRecords: [{ Details: 'Posted from inv_1' }],
    });
    const { json } = await client.api(`GET /Invoices/${InvoiceID}/History`);
    expect(json.HistoryRecords).toMatchObject([
      { Changes: 'Created' },
      { Changes: 'Note', Details: 'Posted from inv_1' },
    ]);
  });
});

describe('tracking categories', () => {
  it('adds an option that lines can use at once', async () => {
    const { json } = await client.api('GET /TrackingCategories');
    const location = json.TrackingCategories.find((each: Json) => each.Name === 'Location');
    const path = `/TrackingCategories/${location.TrackingCategoryID}/Options`;
    const added = await client.api(`PUT ${path}`, { Name: 'Acorn York' });
    expect(added.json.Options).toMatchObject([{ Name: 'Acorn York', Status: 'ACTIVE' }]);
    expect((await client.api(`PUT ${path}`, { Name: 'acorn york' })).status).toBe(400);
    const tracking = [{ Name: 'Location', Option: 'Acorn York' }];
    const invoice = await store({ LineItems: [line({ Tracking: tracking })] });
    expect(invoice.LineItems[0].Tracking[0].Option).toBe('Acorn York');
  });

  it('allows two active categories', async () => {
    const third = await client.api('PUT /TrackingCategories', { Name: 'Third' });
    expect(messages(third)).toEqual([expect.stringContaining('maximum number of active tracking')]);
    const { json } = await client.api('GET /TrackingCategories');
    const [, department] = json.TrackingCategories;
    await client.api(`POST /TrackingCategories/${department.TrackingCategoryID}`, {
      Status: 'ARCHIVED',
    });
    expect((await client.api('PUT /TrackingCategories', { Name: 'Third' })).status).toBe(200);
  });
});

async function store(changes: Json, query = ''): Promise<Json> {
  const body = { ...invoiceBody(contactId), ...changes };
  const answer = await client.api(`PUT /Invoices${query}`, { Invoices: [body] });
  expect(answer.text).toContain('"Invoices"');
  return answer.json.Invoices[0];
}
