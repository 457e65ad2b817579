import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { connectedClient, type SandboxClient } from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(async () => {
  client = await connectedClient();
});

const page = async (path = '') => (await client.send(`/control/acorn${path}`)).text;
const state = async (): Promise<Json> => (await client.send('/control/api/acorn/state')).json;

describe('the board', () => {
  it('shows deals in the columns of their stages, with amount, contact and site', async () => {
    await client.api('POST properties/deals', {
      name: 'stora_site',
      label: 'Site',
      type: 'string',
      fieldType: 'text',
      groupName: 'dealinformation',
    });
    const contact = await client.make('contacts', { firstname: 'Ann', lastname: 'Ames' });
    const deal = { dealname: 'Unit 12', amount: '1234.5', pipeline: '76001', stora_site: 'Leeds' };
    await client.make('deals', deal, [
      {
        to: { id: contact },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }],
      },
    ]);
    const column = (text: string, label: string): string =>
      text
        .split(new RegExp(`<section class="column[a-z ]*" aria-label="${label}">`))[1]
        ?.split('</section>')[0] ?? '';
    const before = column(await page(), 'Enquiry');
    for (const words of ['Unit 12', '£1,234.50', 'Ann Ames', 'Leeds'])
      expect(before).toContain(words);
    const moved = await client.control('move-deal', { deal: 'Unit 12', stage: '760014' });
    expect(moved.json).toEqual({ ok: true, message: 'Unit 12 is in Moved in.' });
    expect(column(await page(), 'Enquiry')).toContain('No deals');
    expect(column(await page(), 'Moved in')).toContain('Unit 12');
  });

  it('moves a deal by its form, and says so', async () => {
    await client.make('deals', { dealname: 'Unit 12' });
    const answer = await client.send('/control/acorn/move-deal', {
      method: 'POST',
      body: new URLSearchParams({ deal: 'Unit 12', stage: 'closedwon' }),
      redirect: 'manual',
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain('Unit+12+is+in+Closed+Won');
  });
});

describe('contacts', () => {
  it('are found, shown with all values, and edited on a page of their own', async () => {
    const id = await client.make('contacts', { email: 'ann@example.com', firstname: 'Ann' });
    await client.make('contacts', { email: 'bob@example.com' });
    const found = await page('?q=ann@');
    expect(found).toContain(`href="/control/acorn/contacts/${id}"`);
    expect(found).not.toContain('bob@example.com');
    expect(await page(`/contacts/${id}`)).toContain('ann@example.com');
    const answer = await client.send('/control/acorn/edit-record', {
      method: 'POST',
      headers: { referer: `http://hubspot.test/control/acorn/contacts/${id}` },
      body: new URLSearchParams({ type: 'contact', record: id, firstname: 'Anne', phone: '01' }),
      redirect: 'manual',
    });
    expect(answer.headers.get('location')).toContain(`/control/acorn/contacts/${id}?notice=`);
    const { json } = await client.api(`GET objects/contacts/${id}?properties=firstname,phone`);
    expect(json.properties).toMatchObject({ firstname: 'Anne', phone: '01' });
  });

  it('may be put back to an earlier stage by people', async () => {
    const id = await client.make('contacts', { lifecyclestage: 'customer' });
    await client.control('edit-record', { record: id, lifecyclestage: 'lead' });
    const { json } = await client.api(`GET objects/contacts/${id}?properties=lifecyclestage`);
    expect(json.properties.lifecyclestage).toBe('lead');
  });

  it('are made, imported, merged and deleted', async () => {
    await client.control('create-contact', { email: 'ann@example.com', firstname: 'Ann' });
    const lines = 'bob@example.com;Bob;Best\nANN@example.com;Twin;Ames\ncat@example.com;Cat;Cole';
    const imported = await client.control('import-contacts', { contacts: lines });
    expect(imported.json.message).toContain('2 of 3 contacts are made.');
    const merged = await client.control('merge', {
      primary: 'ann@example.com',
      other: 'bob@example.com',
    });
    expect(merged.json.ok).toBe(true);
    await client.control('privacy-delete', { contact: 'cat@example.com' });
    const { contacts, blockedEmails } = await state();
    expect(contacts).toHaveLength(1);
    expect(contacts[0].properties.hs_additional_emails).toBe('bob@example.com');
    expect(blockedEmails).toEqual(['cat@example.com']);
  });
});

describe('every action', () => {
  it.each([
    ['move-deal', { deal: 'none', stage: 'closedwon' }],
    ['create-deal', { dealname: 'X', stage: 'closedwon', contact: 'none' }],
    ['create-contact', { email: 'none' }],
    ['edit-record', { record: 'none' }],
    ['merge', { primary: 'none', other: 'none' }],
    ['archive', { record: 'none' }],
    ['privacy-delete', { contact: 'none' }],
    ['withhold-scopes', { scopes: 'everything' }],
    ['webhooks', { doubles: 0.1 }],
    ['limits', { perTenSeconds: -1 }],
    ['behaviour', { multiStatus: 'sometimes' }],
    ['faults', { rates: { '503-not-applied': 2 } }],
    ['fault-next', { kind: 'flood' }],
    ['unheard-of', {}],
  ])('%s tells what is wrong with %o', async (action, fields) => {
    const answer = await client.control(action, fields);
    expect(answer.status).toBe(400);
    expect(answer.json.message).not.toBe('');
  });

  it('is not for forms of other pages', async () => {
    const answer = await client.send('/control/acorn/uninstall', {
      method: 'POST',
      headers: { origin: 'http://evil.test' },
      body: new URLSearchParams(),
    });
    expect(answer.status).toBe(403);
    expect((await state()).installedScopes).not.toBeNull();
  });
});
