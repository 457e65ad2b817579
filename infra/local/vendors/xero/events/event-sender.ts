import { createHmac } from 'node:crypto';
import type { Book } from '../core/book.ts';

export interface EventSenderParts {
  readonly url: string;
  readonly key: string;
  readonly books: readonly Book[];
  readonly fetch: (request: Request) => Promise<Response>;
}

interface ThinEvent {
  readonly resourceUrl: string;
  readonly resourceId: string;
  readonly eventDateUtc: string;
  readonly eventType: 'CREATE' | 'UPDATE';
  readonly eventCategory: 'CONTACT' | 'INVOICE' | 'CREDITNOTE';
  readonly tenantId: string;
  readonly tenantType: 'ORGANISATION';
}

// What the real one sends in one call is not documented; it is "up to some hundred".
const eventsPerCall = 100;

/**
 * The webhooks of an app: one address for all organisations, thin events of contacts, sales invoices and
 * credit notes, in batches, signed. Whose change it was they do not tell; payments have no event of their
 * own. What is not answered with 200 is sent again with the next call.
 */
export class EventSender {
  readonly #parts: EventSenderParts;
  readonly #told = new Map<string, number>();
  readonly #waiting: ThinEvent[] = [];
  #sequence = 0;

  constructor(parts: EventSenderParts) {
    this.#parts = parts;
    for (const book of parts.books) this.#collect(book);
    this.#waiting.length = 0;
  }

  /** Sends what was changed since the last time; tells the statuses of the answers. */
  async sendDue(): Promise<number[]> {
    for (const book of this.#parts.books) this.#collect(book);
    const statuses: number[] = [];
    while (this.#waiting.length > 0) {
      const events = this.#waiting.slice(0, eventsPerCall);
      const status = await this.#send(events, this.#parts.key);
      statuses.push(status);
      if (status !== 200) break;
      this.#waiting.splice(0, events.length);
    }
    return statuses;
  }

  /** "Intent to receive": two calls that are signed well, two that are not, all without events. */
  async testIntent(): Promise<boolean> {
    const good = [await this.#send([], this.#parts.key), await this.#send([], this.#parts.key)];
    const bad = [await this.#send([], 'another key'), await this.#send([], 'a third key')];
    return good.every((status) => status === 200) && bad.every((status) => status === 401);
  }

  async #send(events: readonly ThinEvent[], key: string): Promise<number> {
    this.#sequence += events.length;
    const body = JSON.stringify({
      events,
      firstEventSequence: this.#sequence - events.length + (events.length > 0 ? 1 : 0),
      lastEventSequence: this.#sequence,
      entropy: createHmac('sha256', key).update(String(this.#sequence)).digest('hex').slice(0, 20),
    });
    const signature = createHmac('sha256', key).update(body).digest('base64');
    const request = new Request(this.#parts.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-xero-signature': signature },
      body,
    });
    try {
      return (await this.#parts.fetch(request)).status;
    } catch {
      // Nobody is there yet: the events wait for the next time.
      return 0;
    }
  }

  #collect(book: Book): void {
    const found: ThinEvent[] = [];
    for (const contact of book.contacts.values())
      found.push(...this.#news(book, 'CONTACT', [contact.contactId, contact.updatedEpochMs]));
    for (const document of book.documents.values()) {
      if (document.type !== 'ACCREC' && document.type !== 'ACCRECCREDIT') continue;
      const category = document.kind === 'invoice' ? 'INVOICE' : 'CREDITNOTE';
      found.push(...this.#news(book, category, [document.id, document.updatedEpochMs]));
    }
    this.#waiting.push(...found);
  }

  #news(
    book: Book,
    category: ThinEvent['eventCategory'],
    [id, updatedEpochMs]: [string, number],
  ): ThinEvent[] {
    const before = this.#told.get(id);
    if (before === updatedEpochMs) return [];
    this.#told.set(id, updatedEpochMs);
    return [
      {
        resourceUrl: `https://api.xero.com/api.xro/2.0/${paths[category]}/${id}`,
        resourceId: id,
        eventDateUtc: new Date(updatedEpochMs).toISOString().replace('Z', ''),
        eventType: before === undefined ? 'CREATE' : 'UPDATE',
        eventCategory: category,
        tenantId: book.tenantId,
        tenantType: 'ORGANISATION',
      },
    ];
  }
}

const paths = { CONTACT: 'Contacts', INVOICE: 'Invoices', CREDITNOTE: 'CreditNotes' } as const;
