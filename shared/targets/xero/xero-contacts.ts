import type { ContactDraft } from '../../domain/ledger/drafts.ts';
import type { LedgerContact, LedgerContacts, TargetedChange } from '../../ports/ledger/contacts.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { contactBody } from './xero-bodies.ts';
import { contactsById, contactsByName, contactsByNumber } from './xero-look-up-paths.ts';
import type { XeroLookUps } from './xero-look-ups.ts';
import { readLedgerContact } from './xero-readers.ts';
import { xeroContact } from './xero-resources.ts';
import { mapWritten } from './xero-written.ts';

export class XeroContacts implements LedgerContacts {
  readonly #api: XeroApi;
  readonly #lookUps: XeroLookUps;

  constructor(api: XeroApi, lookUps: XeroLookUps) {
    this.#api = api;
    this.#lookUps = lookUps;
  }

  async findByNumber(contactNumbers: string[]): Promise<LedgerContact[]> {
    const found = await this.#lookUps.find(contactsByNumber, contactNumbers);
    return found.map(readLedgerContact).filter((contact) => {
      return contact.contactNumber !== undefined && contactNumbers.includes(contact.contactNumber);
    });
  }

  async findByName(names: string[]): Promise<LedgerContact[]> {
    return (await this.#lookUps.find(contactsByName, names)).map(readLedgerContact);
  }

  async findById(targetIds: string[]): Promise<LedgerContact[]> {
    return (await this.#lookUps.find(contactsById, targetIds)).map(readLedgerContact);
  }

  async create(drafts: ContactDraft[], key: WriteKey): Promise<Array<Written<LedgerContact>>> {
    return this.#write('PUT', drafts.map(contactBody), key);
  }

  async update(changes: TargetedChange[], key: WriteKey): Promise<Array<Written<LedgerContact>>> {
    const elements = changes.map(({ targetId, draft }) => ({
      ContactID: targetId,
      ...contactBody(draft),
    }));
    return this.#write('POST', elements, key);
  }

  async #write(
    method: 'PUT' | 'POST',
    elements: Array<Record<string, unknown>>,
    idempotencyKey: WriteKey,
  ): Promise<Array<Written<LedgerContact>>> {
    const written = await this.#api.write(
      { method, path: '/Contacts', key: 'Contacts', elements, idempotencyKey },
      xeroContact,
    );
    return written.map((element) => mapWritten(element, readLedgerContact));
  }
}
