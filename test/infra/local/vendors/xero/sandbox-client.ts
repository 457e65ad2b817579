import { createSeededRandom } from '../../../../../infra/local/vendors/common/seeded-random.ts';
import type { XeroSandboxOptions } from '../../../../../infra/local/vendors/xero/core/xero-options.ts';
import {
  createXeroSandbox,
  type XeroSandbox,
} from '../../../../../infra/local/vendors/xero/xero-sandbox.ts';
import { type Answer, answerOf, type Json, ManualClock } from '../sandbox-answer.ts';

export const acornId = 'ac0a2a5e-0000-4000-8000-000000000001';
export const harbourId = 'ba4b0a4e-0000-4000-8000-000000000002';
export const redirectUri = 'http://127.0.0.1:3000/oauth/xero/callback';
export const allScopes =
  'openid offline_access accounting.invoices accounting.payments accounting.contacts accounting.settings';

/** A sandbox with its clock, and short ways to call it. */
export class SandboxClient {
  readonly clock = new ManualClock();
  readonly sandbox: XeroSandbox;
  accessToken = '';
  tenantId = acornId;

  constructor(options: Partial<XeroSandboxOptions> = {}) {
    this.sandbox = createXeroSandbox({
      client: { clientId: 'client', clientSecret: 'secret', redirectUris: [redirectUri] },
      clock: this.clock,
      random: createSeededRandom(7),
      ...options,
    });
  }

  /** Consents and takes the tokens. */
  async connect(
    asked: { scope?: string; organisations?: readonly string[]; userId?: string } = {},
  ): Promise<Json> {
    const { scope = allScopes, organisations = ['acorn'], userId } = asked;
    const location = this.sandbox.approve(
      authorizeUrl({ scope }),
      userId ? { organisations, userId } : { organisations },
    );
    const code = new URL(location).searchParams.get('code') ?? '';
    const { json } = await this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
    });
    this.accessToken = json.access_token;
    return json;
  }

  token(form: Record<string, string>, secret = 'secret'): Promise<Answer> {
    return this.send('/connect/token', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`client:${secret}`)}` },
      body: new URLSearchParams(form),
    });
  }

  /** Calls the Accounting API: `PUT /Invoices`; queries come encoded. */
  api(call: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const [method = '', path = ''] = call.split(' ');
    return this.send(`/api.xro/2.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.accessToken}`,
        accept: 'application/json',
        'xero-tenant-id': this.tenantId,
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  async send(path: string, init?: RequestInit): Promise<Answer> {
    return answerOf(await this.sandbox.fetch(new Request(`http://xero.test${path}`, init)));
  }

  /** A contact; gives its id. */
  async contact(name = 'Ann Ames', number = 'con_1'): Promise<string> {
    const { json } = await this.api('PUT /Contacts', {
      Contacts: [{ Name: name, ContactNumber: number }],
    });
    return json.Contacts[0].ContactID;
  }

  /** An approved invoice of 120.00 inclusive for a fresh or given contact; gives the view. */
  async invoice(changes: Json = {}): Promise<Json> {
    const contactId = changes.Contact
      ? undefined
      : await this.contact(`Contact ${this.#serial}`, `con_${this.#serial}`);
    this.#serial += 1;
    const body = { ...invoiceBody(contactId ?? ''), ...changes };
    const { json } = await this.api('PUT /Invoices', { Invoices: [body] });
    if (!json.Invoices) throw new Error(JSON.stringify(json));
    return json.Invoices[0];
  }

  #serial = 1;
}

export function authorizeUrl(changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: 'client',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: allScopes,
    state: 'state-1',
    ...changes,
  });
  return `http://xero.test/identity/connect/authorize?${query}`;
}

let numbers = 0;

export function invoiceBody(contactId: string): Json {
  numbers += 1;
  return {
    Type: 'ACCREC',
    InvoiceNumber: `ST-${numbers}`,
    Reference: 'inv_1',
    Contact: { ContactID: contactId },
    Date: '2026-11-01',
    DueDate: '2026-11-01',
    Status: 'AUTHORISED',
    LineAmountTypes: 'Inclusive',
    CurrencyCode: 'GBP',
    LineItems: [line()],
  };
}

export function line(changes: Json = {}): Json {
  return {
    Description: 'Unit 12, November',
    Quantity: 1,
    UnitAmount: 120,
    AccountCode: '200',
    TaxType: 'OUTPUT2',
    ...changes,
  };
}

/** The validation messages of a 400 answer. */
export function messages(answer: Answer): string[] {
  const elements: Json[] = answer.json?.Elements ?? [];
  return elements.flatMap((each) => each.ValidationErrors.map((error: Json) => error.Message));
}
