import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { connectedClient, type SandboxClient } from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(async () => {
  client = await connectedClient();
});

/** The codes of what is wrong with a value. */
function codes(json: Json): string[] {
  return (json.errors ?? []).map((each: Json) => each.code);
}

const patch = (type: string, id: string, properties: Json) =>
  client.api(`PATCH objects/${type}/${id}`, { properties });

describe('addresses of contacts', () => {
  it('belong to one contact, whatever their case', async () => {
    const id = await client.make('contacts', { email: 'Ann.Ames@Example.com' });
    const twin = await client.api('POST objects/contacts', {
      properties: { email: 'ANN.AMES@example.COM' },
    });
    expect(twin.status).toBe(409);
    expect(twin.json).toMatchObject({
      status: 'error',
      category: 'CONFLICT',
      message: `Contact already exists. Existing ID: ${id}`,
    });
    const { json } = await client.api('GET objects/contacts/ANN.ames@example.com?idProperty=email');
    expect(json.id).toBe(id);
    expect(json.properties.email).toBe('ann.ames@example.com');
  });

  it('with a plus are other ones', async () => {
    await client.make('contacts', { email: 'ann@example.com' });
    await expect(client.make('contacts', { email: 'ann+1@example.com' })).resolves.toBeTruthy();
  });

  it('may be further ones of a contact, which nobody else can have', async () => {
    const id = await client.make('contacts', {
      email: 'ann@example.com',
      hs_additional_emails: 'a2@example.com;a3@example.com',
    });
    const answer = await client.api('POST objects/contacts', {
      properties: { email: 'a3@example.com' },
    });
    expect(answer.status).toBe(400);
    expect(answer.json.message).toMatch(
      new RegExp(`propertyName=email, value=a3@example.com} on \\d+. ${id} already has that value`),
    );
  });

  it('are free again when the contact is archived, and taken by a change', async () => {
    const first = await client.make('contacts', { email: 'ann@example.com' });
    const other = await client.make('contacts', { email: 'bob@example.com' });
    const refused = await patch('contacts', other, { email: 'ann@example.com' });
    expect(refused.json.message).toContain(`${first} already has that value`);
    await client.api(`DELETE objects/contacts/${first}`);
    expect((await patch('contacts', other, { email: 'ann@example.com' })).status).toBe(200);
    expect((await client.api(`GET objects/contacts/${first}`)).status).toBe(404);
    const bin = await client.api(`GET objects/contacts/${first}?archived=true`);
    expect(bin.json.archived).toBe(true);
  });
});

describe('values', () => {
  it.each([
    ['nonsense', 'x', 'PROPERTY_DOESNT_EXIST'],
    ['hs_object_id', '1', 'READ_ONLY_VALUE'],
    ['email', 'no address', 'INVALID_EMAIL'],
    ['lifecyclestage', 'churned', 'INVALID_OPTION'],
    ['hs_email_optout', 'maybe', 'INVALID_OPTION'],
    ['hubspot_owner_id', '1', 'INVALID_OPTION'],
  ])('%s cannot be %s: %s', async (name, value, code) => {
    const answer = await client.api('POST objects/contacts', { properties: { [name]: value } });
    expect(answer.status).toBe(400);
    expect(answer.json.category).toBe('VALIDATION_ERROR');
    expect(answer.json.message).toContain('Property values were not valid: [{');
    expect(codes(answer.json)).toEqual([code]);
  });

  it.each([
    ['2026-11-30', '2026-11-30'],
    ['1795996800000', '2026-11-30'],
    ['', null],
  ])('a date is given as %s and shown as %s', async (given, shown) => {
    await dateProperty();
    const id = await client.make('contacts', { move_in: '2026-01-01' });
    const { json } = await patch('contacts', id, { move_in: given });
    expect(json.properties.move_in).toBe(shown);
  });

  it.each(['2026-02-30', '30/11/2026', 'soon'])('%s is no date', async (given) => {
    await dateProperty();
    const answer = await client.api('POST objects/contacts', { properties: { move_in: given } });
    expect(codes(answer.json)).toEqual(['INVALID_DATE']);
  });

  it('a time of day is no date, in the words of the reports', async () => {
    await dateProperty();
    const { json } = await client.api('POST objects/contacts', {
      properties: { move_in: '1606768561954' },
    });
    expect(json.message).toContain('1606768561954 is at 20:36:1.954 UTC, not midnight!');
  });

  it('of deals: numbers, times, stages of the pipeline', async () => {
    const bad = { amount: '12,50', closedate: '30.11.2026', dealstage: '760011' };
    const answer = await client.api('POST objects/deals', { properties: bad });
    expect(codes(answer.json)).toEqual(['INVALID_NUMBER', 'INVALID_LONG', 'INVALID_OPTION']);
    const good = { amount: '12.50', closedate: '2026-11-30T09:00:00Z', pipeline: '76001' };
    const { json } = await client.api('POST objects/deals', { properties: good });
    expect(json.properties).toMatchObject({
      amount: '12.50',
      closedate: '2026-11-30T09:00:00.000Z',
      dealstage: '760011',
    });
  });

  it('must be text', async () => {
    const answer = await client.api('POST objects/deals', { properties: { amount: 12.5 } });
    expect(answer.status).toBe(400);
  });

  it('that are unique belong to one record', async () => {
    const id = await client.make('contacts', { stora_contact_id: 'con_1' });
    const twin = await client.api('POST objects/contacts', {
      properties: { stora_contact_id: 'con_1' },
    });
    expect(twin.status).toBe(400);
    expect(twin.json.message).toContain(`${id} already has that value`);
  });

  async function dateProperty(): Promise<void> {
    await client.api('POST properties/contacts', {
      name: 'move_in',
      label: 'Move in',
      type: 'date',
      fieldType: 'date',
      groupName: 'contactinformation',
    });
  }
});

describe('lifecycle stages', () => {
  it('do not go back, without a word', async () => {
    const id = await client.make('contacts', { lifecyclestage: 'lead' });
    const forward = await patch('contacts', id, { lifecyclestage: 'customer' });
    expect(forward.json.properties.lifecyclestage).toBe('customer');
    const back = await patch('contacts', id, { lifecyclestage: 'lead', firstname: 'Ann' });
    expect(back.status).toBe(200);
    expect(back.json.properties).toMatchObject({ lifecyclestage: 'customer', firstname: 'Ann' });
  });

  it('may be anything after they were cleared', async () => {
    const id = await client.make('contacts', { lifecyclestage: 'customer' });
    await patch('contacts', id, { lifecyclestage: '' });
    const { json } = await patch('contacts', id, { lifecyclestage: 'lead' });
    expect(json.properties.lifecyclestage).toBe('lead');
  });
});

describe('merges', () => {
  const merge = async (primaryObjectId: string, objectIdToMerge: string) =>
    client.api('POST objects/contacts/merge', { primaryObjectId, objectIdToMerge });

  it('keep the first one’s values, fill gaps, and answer to the old ids', async () => {
    const first = await client.make('contacts', {
      email: 'ann@example.com',
      firstname: 'Ann',
      lifecyclestage: 'lead',
      stora_contact_id: 'con_1',
    });
    const second = await client.make('contacts', {
      email: 'a@example.com',
      firstname: 'Anne',
      phone: '01',
      lifecyclestage: 'customer',
      stora_contact_id: 'con_2',
    });
    const { json } = await merge(first, second);
    const shown =
      'firstname,phone,email,hs_additional_emails,lifecyclestage,hs_merged_object_ids,hs_calculated_merged_vids';
    for (const id of [first, second, json.id]) {
      const answer = await client.api(`GET objects/contacts/${id}?properties=${shown}`);
      expect(answer.json).toMatchObject({
        id: json.id,
        properties: {
          firstname: 'Ann',
          phone: '01',
          email: 'ann@example.com',
          hs_additional_emails: 'a@example.com',
          lifecyclestage: 'customer',
          hs_merged_object_ids: `${first};${second}`,
          hs_calculated_merged_vids: `${second}:${client.clock.nowEpochMs()}`,
        },
      });
    }
    expect([first, second]).not.toContain(json.id);
    const byKey = (id: string) =>
      client.api(`GET objects/contacts/${id}?idProperty=stora_contact_id`);
    expect((await byKey('con_1')).json.id).toBe(json.id);
    expect((await byKey('con_2')).status).toBe(404);
  });

  it('keep the first one’s id where that is set', async () => {
    await client.control('behaviour', { mergedId: 'primary' });
    const first = await client.make('contacts', { firstname: 'Ann' });
    const second = await client.make('contacts', { firstname: 'Anne' });
    expect((await merge(first, second)).json.id).toBe(first);
  });

  it('take deals along', async () => {
    const first = await client.make('contacts', { firstname: 'Ann' });
    const second = await client.make('contacts', { firstname: 'Anne' });
    const deal = await client.make('deals', { dealname: 'Unit 12' }, [
      {
        to: { id: second },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }],
      },
    ]);
    const { json } = await merge(first, second);
    const read = await client.api('POST associations/deals/contacts/batch/read', {
      inputs: [{ id: deal }],
    });
    expect(read.json.results[0].to.map((each: Json) => each.toObjectId)).toEqual([json.id]);
  });

  it('need two that are there', async () => {
    const id = await client.make('contacts', { firstname: 'Ann' });
    expect((await merge(id, '1')).status).toBe(404);
    expect((await merge(id, id)).status).toBe(400);
  });
});

describe('privacy deletion', () => {
  it('takes a contact away for good, and its address with it', async () => {
    const id = await client.make('contacts', { email: 'ann@example.com' });
    const gone = await client.api('POST objects/contacts/gdpr-delete', { objectId: id });
    expect(gone.status).toBe(204);
    expect((await client.api(`GET objects/contacts/${id}?archived=true`)).status).toBe(404);
    const again = await client.api('POST objects/contacts', {
      properties: { email: 'ann@example.com' },
    });
    expect(again.status).toBe(400);
  });

  it('blocks an address that nobody has', async () => {
    await client.api('POST objects/contacts/gdpr-delete', {
      objectId: 'bob@example.com',
      idProperty: 'email',
    });
    const answer = await client.api('POST objects/contacts', {
      properties: { email: 'bob@example.com' },
    });
    expect(answer.status).toBe(400);
  });
});
