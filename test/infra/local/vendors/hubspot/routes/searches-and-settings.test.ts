import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { connectedClient, type SandboxClient } from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(async () => {
  client = await connectedClient({ limits: { enabled: false } });
});

const filter = (propertyName: string, operator: string, more: Json = {}): Json => ({
  filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
});

async function found(body: Json, type = 'deals'): Promise<string[]> {
  const { json } = await client.api(`POST objects/${type}/search`, { limit: 200, ...body });
  if (json.results === undefined) throw new Error(JSON.stringify(json));
  return json.results.map((each: Json) => each.properties.dealname ?? each.properties.firstname);
}

describe('searches', () => {
  beforeEach(async () => {
    const deals: readonly [string, string][] = [
      ['One', '9'],
      ['Two', '10'],
      ['Three', '200'],
    ];
    for (const [dealname, amount] of deals) await client.make('deals', { dealname, amount });
    await client.make('deals', { dealname: 'Four' });
    client.clock.advance(10);
  });

  it.each([
    ['EQ', { value: '10' }, ['Two']],
    ['NEQ', { value: '10' }, ['One', 'Three', 'Four']],
    ['GT', { value: '9' }, ['Two', 'Three']],
    ['LTE', { value: '10' }, ['One', 'Two']],
    ['BETWEEN', { value: '10', highValue: '200' }, ['Two', 'Three']],
    ['IN', { values: ['9', '200'] }, ['One', 'Three']],
    ['NOT_IN', { values: ['9', '200'] }, ['Two', 'Four']],
    ['HAS_PROPERTY', {}, ['One', 'Two', 'Three']],
    ['NOT_HAS_PROPERTY', {}, ['Four']],
  ])('%s %o finds %o', async (operator, more, names) => {
    expect(await found(filter('amount', operator, more))).toEqual(names);
  });

  it('compare text without regard to case, but IN finds lower case only', async () => {
    expect(await found(filter('dealname', 'EQ', { value: 'one' }))).toEqual(['One']);
    expect(await found(filter('dealname', 'IN', { values: ['one'] }))).toEqual(['One']);
    expect(await found(filter('dealname', 'IN', { values: ['One'] }))).toEqual([]);
    expect(await found(filter('dealname', 'CONTAINS_TOKEN', { value: 'th*' }))).toEqual(['Three']);
    expect(await found({ query: 'two' })).toEqual(['Two']);
  });

  it('regard the case of choices', async () => {
    await client.make('contacts', { firstname: 'Ann', hs_lead_status: 'NEW' });
    client.clock.advance(10);
    const status = (operator: string, more: Json) =>
      found(filter('hs_lead_status', operator, more), 'contacts');
    expect(await status('EQ', { value: 'NEW' })).toEqual(['Ann']);
    expect(await status('EQ', { value: 'new' })).toEqual([]);
    expect(await status('IN', { values: ['NEW'] })).toEqual(['Ann']);
  });

  it('sort, and page by `after`', async () => {
    const sorts = [{ propertyName: 'amount', direction: 'DESCENDING' }];
    const body = { ...filter('amount', 'HAS_PROPERTY'), sorts, limit: 2 };
    const first = await client.api('POST objects/deals/search', body);
    expect(first.json).toMatchObject({ total: 3, paging: { next: { after: '2' } } });
    const { after } = first.json.paging.next;
    const second = await client.api('POST objects/deals/search', { ...body, after });
    expect(second.json.results.map((each: Json) => each.properties.dealname)).toEqual(['One']);
    expect(second.json.paging).toBeUndefined();
  });

  it('see a change later', async () => {
    await client.make('deals', { dealname: 'Five' });
    const { json } = await client.api('GET objects/deals');
    await client.api(`PATCH objects/deals/${json.results[0].id}`, {
      properties: { dealname: 'Changed' },
    });
    await client.api(`DELETE objects/deals/${json.results[1].id}`);
    expect(await found({})).toEqual(['One', 'Two', 'Three', 'Four']);
    client.clock.advance(10);
    expect(await found({})).toEqual(['Changed', 'Three', 'Four', 'Five']);
  });

  it('still find what was just merged away', async () => {
    const first = await client.make('contacts', { firstname: 'Ann' });
    const second = await client.make('contacts', { firstname: 'Anne' });
    client.clock.advance(10);
    await client.api('POST objects/contacts/merge', {
      primaryObjectId: first,
      objectIdToMerge: second,
    });
    expect(await found({}, 'contacts')).toEqual(['Ann', 'Anne']);
    client.clock.advance(10);
    expect(await found({}, 'contacts')).toEqual(['Ann']);
  });

  it.each([
    [{ after: 9_900, limit: 200 }],
    [{ limit: 201 }],
    [filter('nonsense', 'EQ', { value: 'x' })],
    [filter('amount', 'LIKE', { value: 'x' })],
    [{ filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) }],
  ])('refuse %o', async (body) => {
    expect((await client.api('POST objects/deals/search', body)).status).toBe(400);
  });
});

describe('lists', () => {
  it('page through all records by id', async () => {
    for (const firstname of ['Ann', 'Bob', 'Cat']) await client.make('contacts', { firstname });
    const first = await client.api('GET objects/contacts?limit=2');
    const { after } = first.json.paging.next;
    const second = await client.api(`GET objects/contacts?limit=2&after=${after}`);
    expect(first.json.results).toHaveLength(2);
    expect(second.json.results.map((each: Json) => each.properties.firstname)).toEqual(['Cat']);
    expect(second.json.paging).toBeUndefined();
    expect((await client.api('GET objects/contacts?limit=101')).status).toBe(400);
  });
});

describe('properties', () => {
  const property = (name: string, more: Json = {}): Json => ({
    name,
    label: name,
    type: 'string',
    fieldType: 'text',
    groupName: 'contactinformation',
    ...more,
  });
  const create = (body: Json) => client.api('POST properties/contacts', body);

  it('are made once, in a group that is there', async () => {
    const group = { name: 'stora', label: 'Stora' };
    expect((await create(property('site', { groupName: 'stora' }))).status).toBe(400);
    expect((await client.api('POST properties/contacts/groups', group)).status).toBe(201);
    expect((await client.api('POST properties/contacts/groups', group)).status).toBe(409);
    expect((await create(property('site', { groupName: 'stora' }))).status).toBe(201);
    expect((await create(property('site'))).status).toBe(409);
    const listed = await client.api('GET properties/contacts');
    expect(listed.json.results.map((each: Json) => each.name)).toContain('site');
    const groups = await client.api('GET properties/contacts/groups');
    expect(groups.json.results.map((each: Json) => each.name)).toContain('stora');
    expect((await client.api('GET properties/contacts/site')).json.groupName).toBe('stora');
  });

  it('with unique values are ten at most', async () => {
    // One is there from the beginning of these tests.
    const statuses: number[] = [];
    for (let at = 0; at < 10; at += 1)
      statuses.push((await create(property(`key_${at}`, { hasUniqueValue: true }))).status);
    expect(statuses).toEqual([...Array.from({ length: 9 }, () => 201), 400]);
  });

  it.each([
    ['a name with capitals', { name: 'Site' }],
    ['no options', { type: 'enumeration', fieldType: 'select' }],
    ['another type', { type: 'text' }],
    ['unique days', { type: 'date', fieldType: 'date', hasUniqueValue: true }],
  ])('are refused: %s', async (_what, more) => {
    expect((await create(property('site', more))).status).toBe(400);
  });

  it('can be archived, those of HubSpot cannot', async () => {
    await create(property('site'));
    expect((await client.api('DELETE properties/contacts/site')).status).toBe(204);
    expect((await client.api('GET properties/contacts/site')).status).toBe(404);
    expect((await client.api('DELETE properties/contacts/email')).status).toBe(400);
  });
});

describe('the account', () => {
  it('tells its pipelines with their stages', async () => {
    const { json } = await client.api('GET pipelines/deals');
    expect(json.results.map((each: Json) => each.label)).toEqual([
      'Sales Pipeline',
      'Self storage',
    ]);
    const stages = await client.api('GET pipelines/deals/76001/stages');
    expect(stages.json.results[3]).toMatchObject({
      id: '760014',
      label: 'Moved in',
      metadata: { isClosed: 'true', probability: '1.0' },
    });
    expect((await client.api('GET pipelines/deals/default')).json.stages).toHaveLength(7);
    expect((await client.api('GET pipelines/deals/none')).status).toBe(404);
  });

  it('tells its owners and itself', async () => {
    const headers = { authorization: `Bearer ${client.accessToken}` };
    const owners = await client.send('/crm/owners/2026-09', { headers });
    expect(owners.json.results[0]).toMatchObject({ firstName: 'Sam', archived: false });
    const details = await client.send('/account-info/2026-09/details', { headers });
    expect(details.json).toMatchObject({ portalId: 24_001_001, companyCurrency: 'GBP' });
  });
});
