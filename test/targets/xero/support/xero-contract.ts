import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Document, OpenAPIBackend } from 'openapi-backend';

/** A tightened slice of Xero's published description; not part of this repository. */
export const xeroContractFile = resolve(
  process.cwd(),
  '../shared/specs/xero-accounting.strict.json',
);

export const hasXeroContract = existsSync(xeroContractFile);
export const xeroContractTitle = hasXeroContract
  ? 'held against the description of the Accounting API'
  : `held against the description of the Accounting API (skipped: there is no ${xeroContractFile})`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface ContractRequest {
  method: string;
  /** Under `/api.xro/2.0`, with its query. */
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}

export interface XeroContract {
  /** The operation that the request is for, and what is wrong with it. */
  check(request: ContractRequest): { operation: string; problems: string[] };
}

/** Reads the description, adds what it lacks (see below) and compiles a validator per operation. */
export async function openXeroContract(): Promise<XeroContract> {
  const description = withOverlay(JSON.parse(readFileSync(xeroContractFile, 'utf8')));
  const api = new OpenAPIBackend({
    // Through text once more: references in objects that occur twice would stay unresolved.
    definition: JSON.parse(JSON.stringify(description)) as Document,
    quick: true,
    strict: false,
    ajvOpts: { strict: false, formats: { uuid, 'date-time': true, double: true } },
  });
  await api.init();
  return {
    check: (request) => {
      const [path = '', query = ''] = request.path.split('?');
      const asked = { ...request, path, query, body: request.body };
      const operation = api.router.matchOperation(asked);
      if (operation?.operationId === undefined) {
        return { operation: 'unknown', problems: [`No operation ${request.method} ${path}`] };
      }
      const { errors } = api.validator.validateRequest(asked, operation);
      const problems = (errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
      return { operation: operation.operationId, problems };
    },
  };
}

type Json = Record<string, unknown>;
interface Description {
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json> };
}

const id = { type: 'string', format: 'uuid' };
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: id });
const query = (name: string, schema: Json) => ({ name, in: 'query', schema });
const key = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};
const tenant = { name: 'xero-tenant-id', in: 'header', required: true, schema: id };
const responses = { 200: { description: 'OK' } };
const body = (schema: Json) => ({
  requestBody: { required: true, content: { 'application/json': { schema } } },
  responses,
});
const strict = (properties: Record<string, Json>) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});
const listOf = (name: string, item: Json) =>
  strict({ [name]: { type: 'array', minItems: 1, maxItems: 50, items: item } });

const voidedInvoice = strict({ InvoiceID: id, Status: { enum: ['VOIDED', 'DELETED'] } });

/** Lines as when they are created, each with the id of the line that it takes the place of. */
function amendedInvoice({ components: { schemas } }: Description): Json {
  const { properties, ...line } = schemas.LineItemWrite ?? {};
  const item = { ...line, properties: { ...(properties as Json), LineItemID: id } };
  return strict({
    InvoiceID: id,
    LineAmountTypes: { enum: ['Inclusive'] },
    LineItems: { type: 'array', minItems: 1, items: item },
  });
}

/** Money beyond what was due: one line without tax, into a bank account. */
const overpayment = strict({
  Type: { enum: ['RECEIVE-OVERPAYMENT'] },
  Contact: strict({ ContactID: id }),
  BankAccount: strict({ Code: { type: 'string', minLength: 1 } }),
  Date: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  LineAmountTypes: { enum: ['NoTax'] },
  Status: { enum: ['AUTHORISED'] },
  LineItems: {
    type: 'array',
    minItems: 1,
    maxItems: 1,
    items: strict({
      Description: { type: 'string', minLength: 1 },
      LineAmount: { type: 'number', exclusiveMinimum: 0 },
    }),
  },
});

/** What Xero's documentation says beyond the slice: creating by PUT, voiding, histories, reads by id. */
function withOverlay(description: Description): Description {
  const { paths } = description;
  const note = body(
    listOf('HistoryRecords', strict({ Details: { type: 'string', minLength: 1, maxLength: 450 } })),
  );
  const name = body(strict({ Name: { type: 'string', minLength: 1, maxLength: 100 } }));
  for (const path of ['/Invoices', '/Contacts', '/CreditNotes']) {
    const post = paths[path]?.post ?? {};
    paths[path] = { ...paths[path], put: { ...post, operationId: `create${path.slice(1)}` } };
  }
  const invoice = { parameters: [tenant, inPath('InvoiceID')] };
  const creditNote = { parameters: [tenant, inPath('CreditNoteID')] };
  Object.assign(paths, {
    '/Invoices/{InvoiceID}': {
      ...paths['/Invoices/{InvoiceID}'],
      post: {
        operationId: 'updateInvoice',
        parameters: [inPath('InvoiceID'), query('unitdp', { type: 'integer', enum: [4] }), key],
        ...body(listOf('Invoices', { oneOf: [voidedInvoice, amendedInvoice(description)] })),
      },
    },
    '/Invoices/{InvoiceID}/History': {
      ...invoice,
      get: { operationId: 'getInvoiceHistory', responses },
      put: { operationId: 'createInvoiceHistory', parameters: [key], ...note },
    },
    '/CreditNotes/{CreditNoteID}': {
      ...creditNote,
      get: { operationId: 'getCreditNote', responses },
      post: {
        operationId: 'voidCreditNote',
        parameters: [key],
        ...body(listOf('CreditNotes', strict({ CreditNoteID: id, Status: { enum: ['VOIDED'] } }))),
      },
    },
    '/CreditNotes/{CreditNoteID}/Allocations/{AllocationID}': {
      parameters: [tenant, inPath('CreditNoteID'), inPath('AllocationID')],
      delete: { operationId: 'deleteCreditNoteAllocation', parameters: [key], responses },
    },
    '/BankTransactions': {
      parameters: [tenant],
      get: {
        operationId: 'getBankTransactions',
        parameters: [query('where', { type: 'string' }), query('page', { type: 'integer' })],
        responses,
      },
      put: {
        operationId: 'createBankTransactions',
        ...body(listOf('BankTransactions', overpayment)),
      },
    },
    '/CreditNotes/{CreditNoteID}/History': {
      ...creditNote,
      get: { operationId: 'getCreditNoteHistory', responses },
      put: { operationId: 'createCreditNoteHistory', parameters: [key], ...note },
    },
    '/Currencies': {
      parameters: [tenant],
      get: { operationId: 'getCurrencies', responses },
    },
    '/TrackingCategories': {
      ...paths['/TrackingCategories'],
      put: { operationId: 'createTrackingCategory', parameters: [key], ...name },
    },
    '/TrackingCategories/{TrackingCategoryID}/Options': {
      parameters: [tenant, inPath('TrackingCategoryID')],
      put: { operationId: 'createTrackingOptions', parameters: [key], ...name },
    },
  });
  return demandKeys(description);
}

/** The description leaves keys and per-element answers to the caller; we want both on every write. */
function demandKeys(description: Description): Description {
  const perElement = query('summarizeErrors', { type: 'boolean', enum: [false] });
  for (const methods of Object.values(description.paths)) {
    for (const method of ['put', 'post']) {
      const operation = methods[method];
      if (operation === undefined) continue;
      const own = Array.isArray(operation.parameters) ? operation.parameters : [];
      const others = own.filter((parameter) => !isReplaced(parameter));
      const isSingle = JSON.stringify(operation).includes('createTracking');
      const added = isSingle ? [key] : [key, { ...perElement, required: true }];
      methods[method] = { ...operation, parameters: [...others, ...added] };
    }
  }
  return description;
}

function isReplaced(parameter: unknown): boolean {
  return /idempotency|summarizeErrors/i.test(JSON.stringify(parameter));
}
