import { existsSync, readFileSync } from 'node:fs';
import { OpenAPIBackend } from 'openapi-backend';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../sandbox-answer.ts';
import { connectedClient, type SandboxClient, upsertInput } from './sandbox-client.ts';

// Our own description of the calls lies beside the project where it is available.
const specUrl = new URL('../../../../../../shared/specs/hubspot-min.openapi.yaml', import.meta.url);
const hasSpec = existsSync(specUrl);

const without = hasSpec ? '' : ' (skipped: it is not on this machine)';

type Ask = readonly [operation: string, call: string, body: Json, status: number];

const property = {
  name: 'stora_site',
  label: 'Site',
  type: 'string',
  fieldType: 'text',
  groupName: 'contactinformation',
};

describe(`calls and answers against the description${without}`, () => {
  let spec: OpenAPIBackend;
  let client: SandboxClient;

  beforeAll(async () => {
    if (!hasSpec) return;
    const definition: Json = parse(readFileSync(specUrl, 'utf8'));
    spec = new OpenAPIBackend({ definition, quick: true, ajvOpts: { strict: false } });
    await spec.init();
    client = await connectedClient();
    await client.make('contacts', { email: 'ann@example.com' });
  });

  const inputs = (...all: Json[]): Json => ({ inputs: all });
  const asks: readonly Ask[] = [
    ['batchUpsert', upsert(), inputs(upsertInput('con_1', { firstname: 'Ann' })), 200],
    ['batchUpsert', upsert(), inputs(upsertInput('con_2', { nonsense: 'x' })), 207],
    ['batchUpsert', upsert(), inputs(upsertInput('con_3', { nonsense: 'x' }, false)), 400],
    [
      'batchUpsert',
      upsert(),
      inputs(upsertInput('con_4', { email: 'ANN@example.com' }), upsertInput('con_5', {})),
      207,
    ],
    ['batchRead', batchRead(), { ...inputs({ id: 'con_1' }), ...byKey() }, 200],
    ['batchRead', batchRead(), { ...inputs({ id: 'con_1' }, { id: 'con_9' }), ...byKey() }, 207],
    ['listProperties', 'GET properties/contacts', undefined, 200],
    ['createProperty', 'POST properties/contacts', property, 201],
    ['createProperty', 'POST properties/contacts', property, 409],
  ];

  it.runIf(hasSpec)('fit for every operation', async () => {
    const contact = await client.make('contacts', { firstname: 'Bob' });
    const deal = await client.make('deals', { dealname: 'Unit 12' });
    const associate: Ask = [
      'associateDefault',
      'POST associations/deals/contacts/batch/associate/default',
      inputs({ from: { id: deal }, to: { id: contact } }),
      200,
    ];
    for (const [operation, call, body, status] of [...asks, associate]) {
      const answer = await client.api(call, body);
      expect(answer.status, `${call} → ${answer.text}`).toBe(status);
      expect(requestProblems(operation, call, body), call).toEqual([]);
      expect(answerProblems(operation, answer.json, status), `${call} → ${answer.text}`).toEqual(
        [],
      );
    }
  });

  it.runIf(hasSpec)('fit when calls are limited', async () => {
    await client.control('limits', { perTenSeconds: 0 });
    const answer = await client.api(upsert(), inputs(upsertInput('con_1', {})));
    await client.control('limits', { perTenSeconds: 110 });
    expect(answerProblems('batchUpsert', answer.json, 429)).toEqual([]);
  });

  it.runIf(hasSpec).each<Ask>([
    ['batchUpsert', upsert(), inputs({ id: 'con_1', properties: { amount: 12 } }), 400],
    ['batchRead', batchRead(), { inputs: [], properties: [] }, 400],
    [
      'associateDefault',
      'POST associations/deals/contacts/batch/associate/default',
      inputs({ from: { id: '1' } }),
      400,
    ],
    ['createProperty', 'POST properties/contacts', { ...property, type: 'text' }, 400],
  ])('%s refuses what the description refuses: %s %o', async (...ask) => {
    const [operation, call, body, status] = ask;
    expect(requestProblems(operation, call, body)).not.toEqual([]);
    expect((await client.api(call, body)).status).toBe(status);
  });

  it.runIf(hasSpec).each([
    ['batchUpsert', { status: 'DONE', results: [] }, 200],
    ['batchUpsert', { status: 'COMPLETE' }, 200],
    ['batchUpsert', { status: 'error', message: 'x', errorType: 'LIMIT' }, 429],
    ['associateDefault', { status: 'COMPLETE', errors: [{ category: 'x' }] }, 200],
    ['listProperties', { results: [{ name: 'x' }] }, 200],
  ])('bites on a bad answer of %s: %o', (operation, answer, status) => {
    expect(answerProblems(operation, answer, status)).not.toEqual([]);
  });

  function requestProblems(operation: string, call: string, body: Json): Json[] {
    const [method = '', path = ''] = call.split(' ');
    const request = { method, path: `/crm/${path.replace('/', '/2026-03/')}`, headers: {}, body };
    return spec.validateRequest(request, operation).errors ?? [];
  }

  function answerProblems(operation: string, answer: Json, status: number): Json[] {
    return spec.validateResponse(answer, operation, status).errors ?? [];
  }
});

function upsert(): string {
  return 'POST objects/contacts/batch/upsert';
}

function batchRead(): string {
  return 'POST objects/contacts/batch/read';
}

function byKey(): Json {
  return { idProperty: 'stora_contact_id', properties: ['firstname'] };
}
