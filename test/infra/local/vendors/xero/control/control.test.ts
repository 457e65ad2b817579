import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { SandboxClient } from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(async () => {
  client = new SandboxClient();
  await client.connect();
});

describe('control page', () => {
  it('lists what is stored, escaped, and has a form for every action', async () => {
    const id = await client.contact('<b>Ann</b>', 'con_1');
    const invoice = await client.invoice({ Contact: { ContactID: id } });
    await client.api(`PUT /Invoices/${invoice.InvoiceID}/History`, { Details: 'A note' });
    const page = (await client.send('/control/acorn')).text;
    expect(page).toContain(invoice.InvoiceNumber);
    expect(page).toContain('&lt;b&gt;Ann&lt;/b&gt;');
    expect(page).toContain('A note');
    expect(page).toContain('PUT /Invoices 200');
    for (const action of ['lock-date', 'void-invoice', 'revoke-access', 'faults', 'limits']) {
      expect(page).toContain(`action="/control/acorn/${action}"`);
    }
  });

  it('carries out a posted form and tells the result on the page', async () => {
    const answer = await client.send('/control/acorn/archive-account', {
      method: 'POST',
      body: new URLSearchParams({ code: '201' }),
    });
    expect(answer.status).toBe(303);
    const page = await client.send(answer.headers.get('location') ?? '');
    expect(page.text).toContain('Account 201 is ARCHIVED.');
  });

  it('refuses a form that another site posts', async () => {
    const answer = await client.send('/control/acorn/revoke-access', {
      method: 'POST',
      headers: { origin: 'https://elsewhere.test' },
      body: new URLSearchParams(),
    });
    expect(answer.status).toBe(403);
  });

  it('answers 404 for an unknown organisation and 400 for an unknown action', async () => {
    expect((await client.send('/control/nobody')).status).toBe(404);
    expect((await act('constructor', {})).status).toBe(400);
  });
});

describe('control API', () => {
  it('shows everything stored with decimals as text', async () => {
    const invoice = await client.invoice();
    const state = await readState();
    expect(state.organisation).toMatchObject({ slug: 'acorn', periodLockDay: '2026-03-31' });
    expect(state.invoices).toMatchObject([
      {
        number: invoice.InvoiceNumber,
        total: '120.00',
        totalTax: '20.00',
        amountDue: '120.00',
        lines: [{ quantity: '1.0000', unitAmount: '120.0000', accountCode: '200' }],
      },
    ]);
    expect(state.requests).toMatchObject({ 'PUT /Invoices 200': 1 });
  });

  it.for<[string, Json, string, Json]>([
    ['lock-date', { periodLockDay: '2026-06-30' }, 'organisation', { periodLockDay: '2026-06-30' }],
    ['lock-date', { periodLockDay: '' }, 'organisation', { periodLockDay: null }],
    ['limits', { enabled: false, perMinute: 5 }, 'limits', { enabled: false, perMinute: 5 }],
    ['limits', { enabled: 'false' }, 'limits', { enabled: false, perMinute: 60 }],
    ['faults', { failRate503: '0.5' }, 'faults', { failRate503: 0.5 }],
  ])('%s with %o', async ([action, fields, part, expected]) => {
    expect((await act(action, fields)).json.ok).toBe(true);
    expect((await readState())[part]).toMatchObject(expected);
  });

  it.each([
    ['faults', { failRate503: 2 }],
    ['fault-next', { kind: 'explode' }],
    ['archive-account', {}],
    ['archive-account', { code: '999' }],
    ['void-invoice', { number: 'none' }],
  ])('refuses %s with %o', async (action, fields) => {
    const answer = await act(action, fields);
    expect([answer.status, answer.json.ok]).toEqual([400, false]);
  });

  it('renames a contact and voids an invoice by hand', async () => {
    const invoice = await client.invoice();
    await act('rename-contact', { contact: 'con_1', name: 'Renamed' });
    await act('void-invoice', { number: invoice.InvoiceNumber });
    const state = await readState();
    expect(state.invoices).toMatchObject([{ contactName: 'Renamed', status: 'VOIDED' }]);
  });

  it('disconnects: 403 while tokens still refresh', async () => {
    const { refresh_token } = await client.connect();
    await act('disconnect', {});
    expect((await client.api('GET /Organisation')).status).toBe(403);
    const form = { grant_type: 'refresh_token', refresh_token };
    expect((await client.token(form)).status).toBe(200);
  });

  it('revokes access: 401 and invalid_grant', async () => {
    const { refresh_token } = await client.connect();
    await act('revoke-access', {});
    expect((await client.api('GET /Organisation')).status).toBe(401);
    const form = { grant_type: 'refresh_token', refresh_token };
    expect((await client.token(form)).json).toEqual({ error: 'invalid_grant' });
  });
});

function act(action: string, fields: Json) {
  const body = JSON.stringify(fields);
  return client.send(`/control/api/acorn/${action}`, { method: 'POST', body });
}

async function readState(): Promise<Json> {
  return (await client.send('/control/api/acorn/state')).json;
}
