import type { Link } from '../../../shared/contracts/link-item.ts';
import type { Owed } from '../../../shared/contracts/owed.ts';
import { aWriteBackMessage } from '../../builders/a-change-message.ts';
import { aLink } from '../../builders/a-link.ts';
import { startPipeline } from '../../support/pipeline.ts';

/** What happens to one request instead of a plain answer. */
export type Fault = (request: Request, answer: () => Promise<Response>) => Promise<Response>;

export interface Write {
  /** `PATCH /contacts/con_1`; reads are not listed. */
  call: string;
  key: string | null;
  body: string;
}

export type Debtor = Awaited<ReturnType<typeof startDebtor>>;

/** Write-back over the Stora sandbox, with links that owe it something. */
export async function startDebtor() {
  const writes: Write[] = [];
  const faults: Fault[] = [];
  const pipeline = await startPipeline({
    intercept: async (request, answer) => {
      if (request.method === 'GET') return answer();
      const call = `${request.method} ${new URL(request.url).pathname.replace('/2025-09', '')}`;
      const key = request.headers.get('idempotency-key');
      writes.push({ call, key, body: await request.clone().text() });
      const fault = faults.shift();
      return fault === undefined ? answer() : fault(request, answer);
    },
  });
  writes.length = 0;
  const { contacts } = await pipeline.storaState();
  const contactIds: string[] = contacts.map((contact: { id: string }) => contact.id);
  return {
    ...pipeline,
    links: pipeline.stores.links,
    writes,
    contactIds,
    /** The next writes meet these, in order; later ones are answered plainly. */
    meets: (...next: Fault[]) => void faults.push(...next),
    events: () => events(pipeline),
    metadata: (contactId: string) => metadata(pipeline, contactId),
    /** A link of a contact that owes its metadata, and the message about it. */
    oweMetadata(at: number) {
      const sourceId = contactIds[at] ?? '';
      const owed: Owed[] = [{ what: 'metadata' }];
      return seed(pipeline, { kind: 'contact', sourceId, targetId: `xero-contact-${at}`, owed });
    },
    /** A link of an invoice that owes these notes, and the message about it. */
    oweNotes(...notes: string[]) {
      const owed = notes.map((note) => noteAbout(note, contactIds[0]));
      return seed(pipeline, { sourceId: 'inv_0001', targetId: 'xero-invoice-1', owed });
    },
    /** A debt as the apply worker adds it. */
    note: (note: string) => noteAbout(note, contactIds[0]),
    /** Saves the invoice's link with one more debt, as another worker does meanwhile. */
    addDebt: (debt: Owed, link = pipeline.stores.links.all()[0]) => {
      if (link === undefined) throw new Error('There is no link yet.');
      pipeline.stores.links.seed({
        ...link,
        revision: link.revision + 1,
        owed: [...link.owed, debt],
      });
    },
    link: () => pipeline.stores.links.all()[0],
  };
}

function seed(
  pipeline: Awaited<ReturnType<typeof startPipeline>>,
  overrides: Partial<Link> & Pick<Link, 'sourceId'>,
) {
  const link = aLink({ operatorId: 'acorn', revision: 1, ...overrides });
  pipeline.stores.links.seed(link);
  const { operatorId, kind, sourceId } = link;
  return aWriteBackMessage({ operatorId, kind, sourceId });
}

function noteAbout(note: string, contactSourceId = ''): Owed {
  return { what: 'timeline', note, text: `Note ${note}.`, contactSourceId };
}

interface Event {
  description: string;
  external: { id: string; url: string };
  contact: { id: string };
}

/** Events of ours; the sandbox starts with none. */
async function events(pipeline: Awaited<ReturnType<typeof startPipeline>>): Promise<Event[]> {
  return (await pipeline.storaState()).timelineEvents;
}

async function metadata(
  pipeline: Awaited<ReturnType<typeof startPipeline>>,
  contactId: string,
): Promise<Record<string, string>> {
  const { contacts } = await pipeline.storaState();
  return contacts.find((contact: { id: string }) => contact.id === contactId).metadata;
}

/** It never arrives. */
export const isLost: Fault = async () => {
  throw new TypeError('fetch failed');
};

/** It takes effect, and the answer never comes. */
export const answerIsLost: Fault = async (_request, answer) => {
  await answer();
  throw new TypeError('fetch failed');
};

/** Stora's application fails at it before anything happens. */
export const storaFails: Fault = async () => answerOfStora(500, 'internal_server_error');

/** It takes effect, and Stora's application fails after that. */
export const storaFailsAfterwards: Fault = async (_request, answer) => {
  await answer();
  return answerOfStora(500, 'internal_server_error');
};

/** Only an answer of the application carries a request id. */
export function answerOfStora(status: number, code: string): Response {
  const error = { code, message: 'No.', request_id: crypto.randomUUID(), details: [] };
  return Response.json({ error }, { status });
}

/** The gateway refuses it before anything happens. */
export const gatewayFails: Fault = async () => new Response('Bad Gateway', { status: 502 });

/** The limiter refuses it for so many seconds. */
export function isLimited(retryAfterSeconds: number): Fault {
  return async () =>
    new Response('{}', { status: 429, headers: { 'retry-after': String(retryAfterSeconds) } });
}
