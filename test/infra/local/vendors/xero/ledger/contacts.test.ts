import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { SandboxClient } from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(async () => {
  client = new SandboxClient();
  await client.connect();
});

function press(action: string, fields: Json) {
  return client.send(`/control/api/acorn/${action}`, {
    method: 'POST',
    body: JSON.stringify(fields),
  });
}

async function read(id: string): Promise<Json> {
  return (await client.api(`GET /Contacts/${id}`)).json.Contacts[0];
}

describe('an update of a contact', () => {
  it('keeps what it leaves out and empties what it sends empty', async () => {
    const ContactID = await client.contact();
    const phone = { PhoneType: 'DEFAULT', PhoneNumber: '1', PhoneAreaCode: '0117' };
    const address = { AddressType: 'POBOX', AddressLine1: 'a', City: 'b' };
    const mobile = { PhoneType: 'MOBILE', PhoneNumber: '2' };
    const post = (fields: Json) =>
      client.api('POST /Contacts', { Contacts: [{ ContactID, ...fields }] });
    await post({
      EmailAddress: 'a@b.cd',
      TaxNumber: 'GB1',
      Phones: [phone, mobile],
      Addresses: [address],
    });
    await post({
      EmailAddress: '',
      Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '' }],
      Addresses: [{ AddressType: 'POBOX', City: '' }],
    });

    const contact = await read(ContactID);
    expect(contact).toMatchObject({ EmailAddress: '', TaxNumber: 'GB1' });
    expect(contact.Phones).toEqual([mobile, { ...phone, PhoneNumber: '' }]);
    expect(contact.Addresses).toEqual([{ ...address, City: '' }]);
  });
});

describe('merging two contacts', () => {
  it('archives the one, moves its documents, and tells where to only in pages and alone', async () => {
    const from = await client.contact('From', 'con_1');
    const into = await client.contact('Into', 'con_2');
    const invoice = await client.invoice({ Contact: { ContactID: from } });
    expect((await press('merge-contacts', { from: 'con_1', into: 'con_2' })).status).toBe(200);

    expect(await read(from)).toMatchObject({ ContactStatus: 'ARCHIVED', MergedToContactID: into });
    const list = async (query: string): Promise<Json> =>
      (await client.api(`GET /Contacts?includeArchived=true&IDs=${from}${query}`)).json.Contacts[0];
    expect(await list('&page=1')).toMatchObject({ MergedToContactID: into });
    expect(await list('')).not.toHaveProperty('MergedToContactID');
    const moved = (await client.api(`GET /Invoices/${invoice.InvoiceID}`)).json.Invoices[0];
    expect(moved.Contact.ContactID).toBe(into);
  });

  it('cannot be undone by restoring, nor done with itself or with one that is archived', async () => {
    const from = await client.contact('From', 'con_1');
    await client.contact('Into', 'con_2');
    await client.contact('Third', 'con_3');
    await press('merge-contacts', { from: 'From', into: 'Into' });

    expect((await press('restore-contact', { contact: from })).status).toBe(400);
    expect((await press('merge-contacts', { from: 'Third', into: 'Third' })).status).toBe(400);
    expect((await press('merge-contacts', { from: 'Third', into: 'From' })).status).toBe(400);
    expect((await press('merge-contacts', { from: 'Nobody', into: 'Into' })).status).toBe(400);
  });
});

describe('a list that Xero does not look up', () => {
  it('answers 404 for a query that is too long, as if it were not there', async () => {
    const ids = Array.from({ length: 56 }, () => '7f1d1a4e-3f57-4c1d-9a26-0a4a2b8f0c11');

    expect((await client.api(`GET /Contacts?IDs=${ids.slice(0, 50).join()}`)).status).toBe(200);
    expect((await client.api(`GET /Contacts?IDs=${ids.join()}`)).status).toBe(404);
  });

  const slow = [
    '/Contacts',
    '/Contacts?where=ContactNumber=="a"',
    '/Contacts?where=Name=="a" OR Name=="b"&page=1',
    '/Contacts?where=Name.StartsWith("a")',
    '/Contacts?page=1&order=EmailAddress',
    '/CreditNotes?where=CreditNoteNumber=="a"&page=1',
    '/Invoices?where=Total>=1',
  ];
  const quick = [
    '/Contacts?page=1',
    '/Contacts?where=Name=="a"',
    '/Contacts?where=Name=="a" AND EmailAddress=="b"&order=Name',
    '/Contacts?IDs=7f1d1a4e-3f57-4c1d-9a26-0a4a2b8f0c11',
    '/Invoices?InvoiceNumbers=a,b',
    '/Invoices?where=InvoiceNumber=="a" AND Date>=DateTime(2026,01,01)',
    '/CreditNotes?where=Reference=="a"',
  ];

  it('refuses slow filters in an organisation of high volume, in the words that were reported', async () => {
    await press('high-volume', { enabled: true });
    const answers = await Promise.all(
      slow.slice(0, 4).map((path) => client.api(`GET ${encodeURI(path)}`)),
    );
    const rest = await Promise.all(
      slow.slice(4).map((path) => client.api(`GET ${encodeURI(path)}`)),
    );
    const all = [...answers, ...rest];

    expect(all.map(({ status }) => status)).toEqual(slow.map(() => 400));
    expect(all[0]?.json).toMatchObject({ ErrorNumber: 51, Type: 'HighVolumeException' });
    expect(all[0]?.json.Message).toMatch(
      /^Your request is not filtering Contacts efficiently, given/,
    );
  });

  it('takes those filters elsewhere, and quick ones there, too', async () => {
    for (const path of slow.slice(0, 3))
      expect((await client.api(`GET ${encodeURI(path)}`)).status).toBe(200);
    await press('high-volume', { enabled: 'true' });
    for (const path of quick) expect((await client.api(`GET ${encodeURI(path)}`)).status).toBe(200);
    await press('high-volume', { enabled: 'false' });
    expect((await client.api('GET /Contacts')).status).toBe(200);
  });
});
