import { describe, expect, it } from 'vitest';
import type { Bench } from '../stora-bench.ts';
import { createBench } from '../stora-bench.ts';

const email = 'new@example.com';

async function createContact(bench: Bench, metadata: Record<string, string> = {}) {
  return (await bench.api('POST', '/contacts', { body: { email, metadata } })).json.contact;
}

describe('idempotency', () => {
  const headers = { 'Idempotency-Key': 'key-1' };

  it('replays status and body, request id included, without a second effect', async () => {
    const bench = createBench();
    const first = await bench.api('POST', '/contacts', { body: { email }, headers });
    const again = await bench.api('POST', '/contacts', { body: { email }, headers });
    expect([again.status, again.text]).toEqual([201, first.text]);
    const found = await bench.api('GET', `/contacts?email=${email}`);
    expect(found.json.meta.pagination.count).toBe(1);
  });

  it('replays an error even for a corrected body', async () => {
    const bench = createBench();
    const bad = await bench.api('POST', '/contacts', { body: { email: 'x' }, headers });
    const again = await bench.api('POST', '/contacts', { body: { email }, headers });
    expect([bad.status, again.status, again.text]).toEqual([422, 422, bad.text]);
  });

  it('replays a 500 that applied nothing', async () => {
    const bench = createBench({ faults: { serverErrors: 1 } });
    await bench.api('POST', '/contacts', { body: { email }, headers });
    bench.sandbox.settings.faults.serverErrors = 0;
    const again = await bench.api('POST', '/contacts', { body: { email }, headers });
    expect([again.status, again.json.error.code]).toEqual([500, 'internal_server_error']);
    const found = await bench.api('GET', `/contacts?email=${email}`);
    expect(found.json.contacts).toEqual([]);
  });

  it('reveals after a lost answer what was applied', async () => {
    const bench = createBench({ faults: { lostAnswers: 1 } });
    expect((await bench.api('POST', '/contacts', { body: { email }, headers })).status).toBe(502);
    bench.sandbox.settings.faults.lostAnswers = 0;
    const again = await bench.api('POST', '/contacts', { body: { email }, headers });
    expect([again.status, again.json.contact.email]).toEqual([201, email]);
    const found = await bench.api('GET', `/contacts?email=${email}`);
    expect(found.json.contacts).toHaveLength(1);
  });

  it('applies and remembers nothing behind a 503', async () => {
    const bench = createBench({ faults: { gatewayErrors: 1 } });
    expect((await bench.api('POST', '/contacts', { body: { email }, headers })).status).toBe(503);
    bench.sandbox.settings.faults.gatewayErrors = 0;
    expect((await bench.api('POST', '/contacts', { body: { email }, headers })).status).toBe(201);
  });

  it('forgets a key after 24 hours', async () => {
    const bench = createBench({ accessTokenTtlSeconds: 200_000 });
    const first = await bench.api('POST', '/contacts', { body: { email }, headers });
    bench.clock.epochMs += 24 * 3_600_000 - 1;
    const replayed = await bench.api('POST', '/contacts', { body: { email }, headers });
    expect(replayed.text).toBe(first.text);
    bench.clock.epochMs += 1;
    const fresh = await bench.api('POST', '/contacts', { body: { email }, headers });
    expect(fresh.json.contact.id).not.toBe(first.json.contact.id);
  });

  it('keeps the keys of two operators apart', async () => {
    const bench = createBench();
    await bench.api('POST', '/contacts', { body: { email }, headers });
    const token = bench.sandbox.issueAccessToken({
      operatorSlug: 'harbour',
      clientId: 'partner-client',
      scopes: ['public.contact:write'],
    });
    const other = await bench.api('POST', '/contacts', {
      body: { email: 'b@example.com' },
      headers,
      token,
    });
    expect(other.json.contact.email).toBe('b@example.com');
  });
});

describe('metadata', () => {
  const patches: [string, unknown, Record<string, string>][] = [
    ['merges listed keys', { b: '2' }, { a: '1', b: '2' }],
    ['removes a null key', { a: null }, {}],
    ['merges and removes at once', { a: null, 'x:y': 'z' }, { 'x:y': 'z' }],
    ['stays when left out', undefined, { a: '1' }],
    ['is wiped by an empty object', {}, {}],
  ];
  it.each(patches)('%s', async (_title, metadata, expected) => {
    const bench = createBench();
    const { id } = await createContact(bench, { a: '1' });
    const answer = await bench.api('PATCH', `/contacts/${id}`, { body: { metadata } });
    expect(answer.json.contact.metadata).toEqual(expected);
  });

  const tooManyKeys = Object.fromEntries(
    Array.from({ length: 21 }, (_, index) => [`k${index}`, '']),
  );
  const breaches: [string, unknown, string][] = [
    ['more than 20 keys', tooManyKeys, '/metadata'],
    ['a key over 40 characters', { ['k'.repeat(41)]: '' }, `/metadata/${'k'.repeat(41)}`],
    ['an upper-case key', { Key: '' }, '/metadata/Key'],
    ['a key with a slash', { 'a/b': '' }, '/metadata/a~1b'],
    ['a value over 500 characters', { k: 'v'.repeat(501) }, '/metadata/k'],
    ['a value that is no text', { k: 1 }, '/metadata/k'],
  ];
  it.each(breaches)('refuses %s', async (_title, metadata, pointer) => {
    const bench = createBench();
    const answer = await bench.api('POST', '/contacts', { body: { email, metadata } });
    expect(answer.status).toBe(422);
    expect(answer.json.error.details[0].pointer).toBe(pointer);
  });

  it('accepts exactly the limits', async () => {
    const full = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`${'k'.repeat(38)}${10 + index}`, 'v'.repeat(500)]),
    );
    const contact = await createContact(createBench(), full);
    expect(Object.keys(contact.metadata)).toHaveLength(20);
  });

  it('counts merged keys', async () => {
    const bench = createBench();
    const { id } = await createContact(bench, { a: '1', b: '2' });
    const nineteen = Object.fromEntries(
      Array.from({ length: 19 }, (_, index) => [`k${index}`, '']),
    );
    const answer = await bench.api('PATCH', `/contacts/${id}`, { body: { metadata: nineteen } });
    expect(answer.status).toBe(422);
  });

  it('filters lists', async () => {
    const bench = createBench();
    const { id } = await createContact(bench, { 'ledger:id': '7' });
    const found = await bench.api('GET', '/contacts?metadata[ledger:id]=7');
    expect(found.json.contacts.map((contact: { id: string }) => contact.id)).toEqual([id]);
  });
});

describe('contact writes', () => {
  it('keep what a patch leaves out, complete an address and emit the event', async () => {
    const bench = createBench();
    const created = await createContact(bench);
    bench.clock.epochMs += 5000;
    const body = { full_name: 'New Name', address: { city: 'Bath' } };
    const { json } = await bench.api('PATCH', `/contacts/${created.id}`, { body });
    expect(json.contact).toMatchObject({
      email,
      full_name: 'New Name',
      address: { city: 'Bath', line_1: null },
      created_at: created.created_at,
    });
    expect(json.contact.updated_at > created.updated_at).toBe(true);
    const { events } = await bench.state();
    expect(events.map((event: { type: string }) => event.type)).toEqual([
      'contact.created',
      'contact.updated',
    ]);
  });

  it('delete a contact without documents and refuse one that has them', async () => {
    const bench = createBench();
    const { id } = await createContact(bench);
    const deleted = await bench.api('DELETE', `/contacts/${id}`);
    expect(deleted.json.success.message).toBe('Contact deleted successfully.');
    expect((await bench.api('GET', `/contacts/${id}`)).status).toBe(404);
    const [customer] = (await bench.api('GET', '/contacts?limit=1')).json.contacts;
    expect((await bench.api('DELETE', `/contacts/${customer.id}`)).json.error.code).toBe(
      'conflict',
    );
  });

  it('refuse a taken email only when told to', async () => {
    const lenient = createBench();
    await createContact(lenient);
    expect((await lenient.api('POST', '/contacts', { body: { email } })).status).toBe(201);
    const strict = createBench({ uniqueContactEmails: true });
    await createContact(strict);
    expect((await strict.api('POST', '/contacts', { body: { email } })).status).toBe(422);
  });

  it('answer with the configured status', async () => {
    const bench = createBench({ createStatus: 200 });
    expect((await bench.api('POST', '/contacts', { body: { email } })).status).toBe(200);
  });
});
