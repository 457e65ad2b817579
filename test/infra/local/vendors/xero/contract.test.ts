import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../sandbox-answer.ts';
import { invoiceBody, line, SandboxClient } from './sandbox-client.ts';

// The published description of the API lies beside the project where it is available.
const specUrl = new URL(
  '../../../../../../shared/specs/xero-accounting.strict.json',
  import.meta.url,
);
const hasSpec = existsSync(specUrl);

const without = hasSpec ? '' : ' (skipped: it is not on this machine)';

describe(`answers against the published description${without}`, () => {
  let client: SandboxClient;
  let contactId: string;
  let validators: Map<string, ValidateFunction>;

  beforeAll(async () => {
    validators = new Map();
    client = new SandboxClient();
    await client.connect();
    contactId = await client.contact();
  });

  it.runIf(hasSpec)('fits for every operation', async () => {
    const invoice = await client.invoice({
      Contact: { ContactID: contactId },
      LineItems: [
        line({ Tracking: [{ Name: 'Location', Option: 'Acorn Leeds' }] }),
        line({ DiscountRate: 10 }),
      ],
    });
    const creditNote = await storeCreditNote();
    const { json: categories } = await client.api('GET /TrackingCategories');
    const categoryId = categories.TrackingCategories[0].TrackingCategoryID;
    const paid = { Invoice: { InvoiceID: invoice.InvoiceID }, Account: { Code: '091' }, Amount: 5 };
    const { json: payments } = await client.api('PUT /Payments', { Payments: [paid] });
    const allocated = { Allocations: [{ Invoice: paid.Invoice, Amount: 10, Date: '2026-11-05' }] };
    const bad = { Invoices: [{ Type: 'ACCREC', InvoiceNumber: 'X' }] };

    const calls: readonly [string, string, Json?][] = [
      ['Organisations', 'GET /Organisation'],
      ['Accounts', 'GET /Accounts'],
      ['TaxRates', 'GET /TaxRates'],
      ['TrackingCategories', 'GET /TrackingCategories'],
      ['TrackingOptions', `PUT /TrackingCategories/${categoryId}/Options`, { Name: 'Acorn York' }],
      ['Contacts', 'GET /Contacts?page=1'],
      ['Contacts', 'GET /Contacts/con_1'],
      ['Contacts', 'POST /Contacts', { Contacts: [{ ContactNumber: 'con_1', Name: 'Ann B' }] }],
      ['Contacts', 'PUT /Contacts?summarizeErrors=false', { Contacts: [{ Name: '' }] }],
      ['Allocations', `PUT /CreditNotes/${creditNote.CreditNoteID}/Allocations`, allocated],
      ['Invoices', `GET /Invoices/${invoice.InvoiceID}`],
      ['Invoices', 'GET /Invoices?page=1'],
      ['Invoices', 'PUT /Invoices?summarizeErrors=false', bad],
      ['Error', 'PUT /Invoices', bad],
      ['CreditNotes', 'GET /CreditNotes?page=1'],
      ['Payments', 'GET /Payments?page=1'],
      ['Payments', 'PUT /Payments?summarizeErrors=false', { Payments: [{ ...paid, Amount: 999 }] }],
      ['Payments', `POST /Payments/${payments.Payments[0].PaymentID}`, { Status: 'DELETED' }],
      ['HistoryRecords', `PUT /Invoices/${invoice.InvoiceID}/History`, { Details: 'A note' }],
      ['HistoryRecords', `GET /Invoices/${invoice.InvoiceID}/History`],
    ];
    for (const [schema, call, body] of calls) {
      const { json } = await client.api(call, body);
      expect(problems(schema, json), `${call} → ${JSON.stringify(json)}`).toEqual([]);
    }
  });

  it.runIf(hasSpec).each([
    ['Invoices', { Invoices: [{ Total: '12.00' }] }],
    ['Invoices', { Invoices: [{ Status: 'OPEN' }] }],
    ['Contacts', { Contacts: [{ ContactID: 'no-uuid' }] }],
    ['Payments', { Payments: [{ Status: 'PAID' }] }],
  ])('bites on a bad %s answer: %o', (schema, answer) => {
    expect(problems(schema, answer)).not.toEqual([]);
  });

  function problems(schema: string, answer: Json): string[] {
    const validate = validators.get(schema) ?? compile(schema);
    validators.set(schema, validate);
    validate(answer);
    const [key = ''] = Object.keys(answer).filter((each) => Array.isArray(answer[each]));
    const empty = key === '' || answer[key].length === 0 ? ['nothing to check'] : [];
    return [
      ...empty,
      ...(validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`),
    ];
  }

  async function storeCreditNote(): Promise<Json> {
    const { InvoiceNumber: _number, ...rest } = invoiceBody(contactId);
    const body = { ...rest, Type: 'ACCRECCREDIT' };
    const { json } = await client.api('PUT /CreditNotes', { CreditNotes: [body] });
    return json.CreditNotes[0];
  }
});

function compile(schema: string): ValidateFunction {
  const { components } = JSON.parse(readFileSync(specUrl, 'utf8'));
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { uuid, double: true } });
  ajv.addSchema({ $id: 'xero', components });
  return ajv.compile({ $ref: `xero#/components/schemas/${schema}` });
}
