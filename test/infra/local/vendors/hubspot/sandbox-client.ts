import { createSeededRandom } from '../../../../../infra/local/vendors/common/seeded-random.ts';
import type { HubspotSandboxOptions } from '../../../../../infra/local/vendors/hubspot/core/hubspot-options.ts';
import {
  createHubspotSandbox,
  type HubspotSandbox,
} from '../../../../../infra/local/vendors/hubspot/hubspot-sandbox.ts';
import { type Answer, answerOf, type Json, ManualClock } from '../sandbox-answer.ts';

export const acornHub = 24_001_001;
export const redirectUri = 'http://127.0.0.1:3000/oauth/hubspot/callback';
export const allScopes =
  'oauth crm.objects.contacts.read crm.objects.contacts.write crm.objects.companies.read crm.objects.companies.write crm.objects.deals.read crm.objects.deals.write crm.objects.owners.read crm.schemas.contacts.write crm.schemas.deals.write';

/** A sandbox with its clock, and short ways to call it. */
export class SandboxClient {
  readonly clock = new ManualClock();
  readonly sandbox: HubspotSandbox;
  accessToken = '';

  constructor(options: Partial<HubspotSandboxOptions> = {}) {
    this.sandbox = createHubspotSandbox({
      client: { clientId: 'client', clientSecret: 'secret', redirectUris: [redirectUri] },
      clock: this.clock,
      random: createSeededRandom(7),
      ...options,
    });
  }

  /** Consents and takes the tokens. */
  async connect(asked: { slug?: string; query?: Record<string, string> } = {}): Promise<Json> {
    const location = this.sandbox.approve(authorizeUrl(asked.query), asked.slug ?? 'acorn');
    const code = new URL(location).searchParams.get('code') ?? '';
    const { json } = await this.token({ grant_type: 'authorization_code', code });
    this.accessToken = json.access_token;
    return json;
  }

  /** Calls the token endpoint, or what stands below it. */
  token(form: Record<string, string>, below = ''): Promise<Answer> {
    const all = {
      client_id: 'client',
      client_secret: 'secret',
      redirect_uri: redirectUri,
      ...form,
    };
    return this.send(`/oauth/2026-09/token${below}`, {
      method: 'POST',
      body: new URLSearchParams(all),
    });
  }

  /** Calls the CRM: `POST objects/contacts/batch/upsert`; the version is put in. */
  api(call: string, body?: unknown): Promise<Answer> {
    const [method = '', path = ''] = call.split(' ');
    return this.send(`/crm/${path.replace('/', '/2026-09/')}`, {
      method,
      headers: {
        authorization: `Bearer ${this.accessToken}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async send(path: string, init?: RequestInit): Promise<Answer> {
    return answerOf(await this.sandbox.fetch(new Request(`http://hubspot.test${path}`, init)));
  }

  /** What a person does on the control page. */
  control(action: string, fields: Json = {}): Promise<Answer> {
    return this.send(`/control/api/acorn/${action}`, {
      method: 'POST',
      body: JSON.stringify(fields),
    });
  }

  /** Makes a record; gives its id. */
  async make(
    type: string,
    properties: Record<string, string>,
    associations?: Json,
  ): Promise<string> {
    const { json } = await this.api(`POST objects/${type}`, { properties, associations });
    if (json.id === undefined) throw new Error(JSON.stringify(json));
    return json.id;
  }

  /** A property with unique values, as a connector has one. */
  async uniqueProperty(type: string, name: string): Promise<Answer> {
    const [groupName] =
      { contacts: ['contactinformation'], deals: ['dealinformation'] }[type] ?? [];
    return this.api(`POST properties/${type}`, {
      name,
      label: name,
      type: 'string',
      fieldType: 'text',
      groupName,
      hasUniqueValue: true,
    });
  }
}

/** A client that is connected and has `stora_contact_id`. */
export async function connectedClient(
  options: Partial<HubspotSandboxOptions> = {},
): Promise<SandboxClient> {
  const client = new SandboxClient(options);
  await client.connect();
  await client.uniqueProperty('contacts', 'stora_contact_id');
  return client;
}

/** One input of an upsert by that property. */
export function upsertInput(id: string, properties: Record<string, string>, trace = true): Json {
  return {
    id,
    idProperty: 'stora_contact_id',
    properties,
    ...(trace ? { objectWriteTraceId: id } : {}),
  };
}

export function authorizeUrl(changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: 'client',
    redirect_uri: redirectUri,
    scope: allScopes,
    state: 'state-1',
    ...changes,
  });
  return `http://hubspot.test/oauth/authorize?${query}`;
}
