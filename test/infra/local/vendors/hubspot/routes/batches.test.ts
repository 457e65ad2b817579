import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { connectedClient, type SandboxClient, upsertInput } from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(async () => {
  client = await connectedClient();
});

const upsert = (inputs: Json) => client.api('POST objects/contacts/batch/upsert', { inputs });
const numbers = (count: number): number[] => Array.from({ length: count }, (_each, at) => at);

describe('batch upsert', () => {
  it('makes what is new and changes what is there', async () => {
    const first = await upsert([upsertInput('con_1', { firstname: 'Ann' })]);
    expect(first.status).toBe(200);
    expect(first.json).toMatchObject({
      status: 'COMPLETE',
      results: [
        {
          new: true,
          objectWriteTraceId: 'con_1',
          properties: { firstname: 'Ann', email: null },
        },
      ],
    });
    const second = await upsert([
      upsertInput('con_1', { lastname: 'Ames' }),
      upsertInput('con_2', { firstname: 'Bob' }),
    ]);
    expect(second.json.results.map((each: Json) => each.new)).toEqual([false, true]);
    const { json } = await client.api(
      'GET objects/contacts/con_1?idProperty=stora_contact_id&properties=firstname,lastname',
    );
    expect(json.properties).toMatchObject({ firstname: 'Ann', lastname: 'Ames' });
  });

  it('tells per input what failed where inputs are traced', async () => {
    const id = await client.make('contacts', { email: 'ann@example.com' });
    const answer = await upsert([
      upsertInput('con_1', { email: 'ann@example.com' }),
      upsertInput('con_2', { nonsense: 'x' }),
      upsertInput('con_3', { firstname: 'Cat' }),
    ]);
    expect(answer.status).toBe(207);
    expect(answer.json.numErrors).toBe(2);
    expect(answer.json.results).toHaveLength(1);
    expect(answer.json.errors[0]).toMatchObject({
      category: 'CONFLICT',
      message: `Contact already exists. Existing ID: ${id}`,
      context: { objectWriteTraceId: ['con_1'] },
    });
    expect(answer.json.errors[1].context.objectWriteTraceId).toEqual(['con_2']);
  });

  it('refuses the whole call for one bad input otherwise, and keeps nothing', async () => {
    const answer = await upsert([
      upsertInput('con_1', { firstname: 'Ann' }, false),
      upsertInput('con_2', { nonsense: 'x' }, false),
    ]);
    expect(answer.status).toBe(400);
    expect((await client.api('GET objects/contacts')).json.results).toEqual([]);
    await client.control('behaviour', { multiStatus: 'always' });
    const set = await upsert([
      upsertInput('con_1', { firstname: 'Ann' }, false),
      upsertInput('con_2', { nonsense: 'x' }, false),
    ]);
    expect(set.status).toBe(207);
  });

  it('takes 100 inputs and no more, and not none', async () => {
    const inputs = numbers(101).map((at) => upsertInput(`con_${at}`, {}));
    expect((await upsert(inputs)).status).toBe(400);
    expect((await upsert(inputs.slice(1))).json.results).toHaveLength(100);
    expect((await upsert([])).status).toBe(400);
  });

  it('refuses twice the same id, and keys that are not unique', async () => {
    const twice = await upsert([upsertInput('con_1', {}), upsertInput('con_1', {})]);
    expect(twice.json.message).toContain('Duplicate IDs found in batch input: [con_1]');
    const byPhone = await upsert([{ id: '1', idProperty: 'phone', properties: {} }]);
    expect(byPhone.json.message).toContain('by non-unique 0-1 property phone');
    const byId = await upsert([{ id: '1', idProperty: 'hs_object_id', properties: {} }]);
    expect(byId.json.message).toContain('by non-unique 0-1 property hs_object_id');
    expect((await upsert([{ id: '1', properties: {} }])).status).toBe(400);
    const mixed = { id: 'ann@example.com', idProperty: 'email', properties: {} };
    expect((await upsert([upsertInput('con_1', {}), mixed])).status).toBe(400);
  });

  it.each([
    ['refuses', 207, 'Ann'],
    ['clears', 200, undefined],
    ['keeps', 200, 'Ann'],
  ])('by e-mail that leaves values out: %s', async (emailUpsert, status, firstname) => {
    await client.control('behaviour', { emailUpsert });
    const id = await client.make('contacts', { email: 'ann@example.com', firstname: 'Ann' });
    const input = { id: 'ANN@example.com', idProperty: 'email', objectWriteTraceId: 'x' };
    const answer = await upsert([{ ...input, properties: { phone: '01' } }]);
    expect(answer.status).toBe(status);
    const stored = client.sandbox.world.account('acorn')?.store.find('contact', id);
    expect(stored?.properties.firstname).toBe(firstname);
  });
});

describe('other batches', () => {
  it('create refuses two of one address as a whole', async () => {
    const input = { properties: { email: 'ann@example.com' } };
    const answer = await client.api('POST objects/contacts/batch/create', {
      inputs: [input, input],
    });
    expect(answer.status).toBe(409);
    expect((await client.api('GET objects/contacts')).json.results).toEqual([]);
    const good = await client.api('POST objects/contacts/batch/create', { inputs: [input] });
    expect(good.status).toBe(201);
  });

  it('a deal whose contact is not there is not made, its neighbour is', async () => {
    const contact = await client.make('contacts', { firstname: 'Ann' });
    const deal = (id: string, trace: string): Json => ({
      properties: { dealname: trace },
      objectWriteTraceId: trace,
      associations: [
        { to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }] },
      ],
    });
    const answer = await client.api('POST objects/deals/batch/create', {
      inputs: [deal('1', 'bad'), deal(contact, 'good')],
    });
    expect(answer.status).toBe(207);
    const { json } = await client.api('GET objects/deals?properties=dealname');
    expect(json.results.map((each: Json) => each.properties.dealname)).toEqual(['good']);
  });

  it('update goes by id or unique property', async () => {
    const id = await client.make('contacts', { stora_contact_id: 'con_1' });
    const update = (input: Json) =>
      client.api('POST objects/contacts/batch/update', { inputs: [input] });
    expect((await update({ id, properties: { phone: '1' } })).status).toBe(200);
    const byKey = { id: 'con_1', idProperty: 'stora_contact_id', properties: { phone: '2' } };
    expect((await update(byKey)).json.results[0].properties.phone).toBe('2');
    const missing = await update({ id: '1', properties: {} });
    expect(missing.status).toBe(207);
    expect(missing.json.errors[0].context.ids).toEqual(['1']);
  });

  it('update passes over an id that was merged', async () => {
    const first = await client.make('contacts', { firstname: 'Ann' });
    const second = await client.make('contacts', { firstname: 'Anne' });
    await client.api('POST objects/contacts/merge', {
      primaryObjectId: first,
      objectIdToMerge: second,
    });
    const answer = await client.api('POST objects/contacts/batch/update', {
      inputs: [{ id: second, properties: { phone: '1' } }],
    });
    expect(answer.status).toBe(200);
    expect(answer.json.results).toEqual([]);
  });

  it('read gives what is there, and names what is not', async () => {
    await upsert([upsertInput('con_1', { firstname: 'Ann' })]);
    const answer = await client.api('POST objects/contacts/batch/read', {
      idProperty: 'stora_contact_id',
      properties: ['firstname', 'nonsense'],
      inputs: [{ id: 'con_1' }, { id: 'con_9' }],
    });
    expect(answer.status).toBe(207);
    expect(answer.json.results[0].properties).toMatchObject({ firstname: 'Ann', nonsense: null });
    expect(answer.json.errors).toMatchObject([
      { category: 'OBJECT_NOT_FOUND', context: { ids: ['con_9'] } },
    ]);
  });

  it('read by an address finds further ones, and what was merged only once', async () => {
    const first = await client.make('contacts', { email: 'a@example.com' });
    const second = await client.make('contacts', { email: 'b@example.com' });
    await client.api('POST objects/contacts/merge', {
      primaryObjectId: first,
      objectIdToMerge: second,
    });
    const read = (body: Json) =>
      client.api('POST objects/contacts/batch/read', { properties: ['email'], ...body });
    const byEmail = await read({ idProperty: 'email', inputs: [{ id: 'B@example.com' }] });
    expect(byEmail.json.results[0].properties.email).toBe('a@example.com');
    const byIds = await read({ inputs: [{ id: first }, { id: second }] });
    expect(byIds.json.results).toHaveLength(1);
  });

  it('archive', async () => {
    const id = await client.make('contacts', { firstname: 'Ann' });
    const answer = await client.api('POST objects/contacts/batch/archive', {
      inputs: [{ id }, { id: '1' }],
    });
    expect(answer.status).toBe(204);
    expect((await client.api(`GET objects/contacts/${id}`)).status).toBe(404);
  });
});

describe('associations', () => {
  it('are made, read and taken back by hundreds', async () => {
    const contact = await client.make('contacts', { firstname: 'Ann' });
    const company = await client.make('companies', { name: 'Ames Ltd' });
    const inputs = [
      { from: { id: contact }, to: { id: company } },
      { from: { id: contact }, to: { id: '1' } },
    ];
    const path = 'associations/contacts/companies/batch';
    const made = await client.api(`POST ${path}/associate/default`, { inputs });
    expect(made.status).toBe(207);
    expect(made.json.results).toHaveLength(1);
    const read = () => client.api(`POST ${path}/read`, { inputs: [{ id: contact }] });
    expect((await read()).json.results[0]).toMatchObject({
      from: { id: contact },
      to: [{ toObjectId: company, associationTypes: [{ typeId: 279 }] }],
    });
    await client.api(`POST ${path}/archive`, { inputs: inputs.slice(0, 1) });
    expect((await read()).json.errors).toHaveLength(1);
  });
});
