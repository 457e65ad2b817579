import { beforeEach, describe, expect, it } from 'vitest';
import { invoiceBody, type Json, line, messages, SandboxClient } from './sandbox-client.ts';

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

    expect(messages(again)).toEqual([expect.stringContaining('already in use')]);
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
