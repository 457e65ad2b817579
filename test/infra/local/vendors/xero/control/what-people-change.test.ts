import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { invoiceBody, line, messages, SandboxClient } from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(async () => {
  client = new SandboxClient();
  await client.connect();
});

async function press(action: string, fields: Json): Promise<void> {
  const answer = await client.send(`/control/api/acorn/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  expect(answer.json).toMatchObject({ ok: true });
}

async function location(query = ''): Promise<Json> {
  const { json } = await client.api(`GET /TrackingCategories${query}`);
  return json.TrackingCategories.find((each: Json) => each.Name === 'Location');
}

const names = (category: Json) => category.Options.map((option: Json) => option.Name);

describe('an archived tracking option', () => {
  beforeEach(() =>
    press('tracking', { category: 'Location', option: 'Acorn Leeds', status: 'ARCHIVED' }),
  );

  it('is left out of the list unless it is asked for', async () => {
    expect(names(await location())).toEqual([]);
    expect(names(await location('?includeArchived=true'))).toEqual(['Acorn Leeds']);
  });

  it('keeps its name', async () => {
    const { TrackingCategoryID: id } = await location();
    const again = await client.api(`PUT /TrackingCategories/${id}/Options`, {
      Name: 'Acorn Leeds',
    });

    expect(messages(again)).toEqual([expect.stringContaining('name must be unique')]);
  });
});

describe('tracking on the control page', () => {
  it('is renamed and taken away', async () => {
    await press('tracking', { category: 'Location', option: 'Acorn Leeds', name: 'Leeds' });
    expect(names(await location())).toEqual(['Leeds']);

    await press('tracking', { category: 'Location', option: 'Leeds', status: 'DELETED' });
    expect(names(await location('?includeArchived=true'))).toEqual([]);

    await press('tracking', { category: 'Location', status: 'DELETED' });
    expect(await location('?includeArchived=true')).toBeUndefined();
  });
});

describe('a call that is refused as a whole', () => {
  it('keeps nothing of it, although an answer per element was asked for', async () => {
    const contactId = await client.contact();
    const bad = { ...invoiceBody(contactId), LineItems: [line({ AccountCode: '999' })] };
    const call = () =>
      client.api('PUT /Invoices?summarizeErrors=false', {
        Invoices: [{ ...invoiceBody(contactId), InvoiceNumber: 'GOOD-1' }, bad],
      });
    await press('refuse-whole-calls', { enabled: true });

    expect((await call()).status).toBe(400);

    await press('refuse-whole-calls', { enabled: false });
    const { status, json } = await call();
    expect(status).toBe(200);
    expect(json.Invoices).toMatchObject([
      { StatusAttributeString: 'OK' },
      { StatusAttributeString: 'ERROR' },
    ]);
  });
});

describe('books that were imported from files', () => {
  it('hold the customers by name and the invoices as they were paid by hand', async () => {
    await press('import', {
      contacts: 'Ada Ash;ada@example.com\nBo Birch;',
      invoices:
        'INV-0001;ada ash;2026-10-01;120.00;20.00;50.00\nINV-0002;Bo Birch;2026-10-02;0.03;0.01;',
    });

    const { json } = await client.send('/control/api/acorn/state', {});
    expect(json.contacts).toMatchObject([
      { name: 'Ada Ash', emailAddress: 'ada@example.com', contactNumber: null },
      { name: 'Bo Birch', emailAddress: '', contactNumber: null },
    ]);
    expect(json.invoices).toMatchObject([
      {
        number: 'INV-0001',
        total: '120.00',
        totalTax: '20.00',
        amountPaid: '50.00',
        date: '2026-10-01',
      },
      { number: 'INV-0002', total: '0.03', totalTax: '0.01', amountPaid: '0.00' },
    ]);
    expect(json.payments).toMatchObject([{ amount: '50.00', accountCode: '090', reference: '' }]);
  });

  it('name the line that does not fit', async () => {
    const answer = await client.send('/control/api/acorn/import', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ invoices: 'INV-0001;Nobody;2026-10-01;1.00;0.10;' }),
    });

    expect(answer.json).toEqual({
      ok: false,
      message: 'INV-0001;Nobody;2026-10-01;1.00;0.10;: There is no such customer.',
    });
  });
});
