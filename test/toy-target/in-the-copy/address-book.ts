import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Entry {
  id: string;
  reference: string;
  name: string;
}

interface Call {
  method: string;
  path: string;
  isKeyed: boolean;
  authorization: string | undefined;
}

type Answer = { status: number; body: unknown };

/** The vendor, as small as can be: entries by id, a memory of keys, and answers that may get lost. */
export async function serveAddressBook() {
  const entries: Entry[] = [];
  const calls: Call[] = [];
  const remembered = new Map<string, Answer>();
  const trouble = { losesAnswers: false };
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    const { authorization } = request.headers;
    const key = String(request.headers['idempotency-key'] ?? '');
    calls.push({ method, path: url, isKeyed: key !== '', authorization });
    const body = await bodyOf(request);
    const answer = remembered.get(key) ?? answerTo(method, url, { entries, body });
    if (key !== '') remembered.set(key, answer);
    if (trouble.losesAnswers && method !== 'GET') request.socket.destroy();
    else send(response, answer);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    entries,
    calls,
    trouble,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Partial<Entry>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : JSON.parse(text);
}

function answerTo(
  method: string,
  url: string,
  { entries, body }: { entries: Entry[]; body: Partial<Entry> },
): Answer {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  if (method === 'GET') {
    const reference = searchParams.get('reference');
    return { status: 200, body: entries.filter((entry) => entry.reference === reference) };
  }
  if (body.name === 'Nobody') return { status: 422, body: {} };
  if (method === 'POST') {
    const made = { reference: '', name: '', ...body, id: `entry-${entries.length + 1}` };
    entries.push(made);
    return { status: 201, body: made };
  }
  const known = entries.find(({ id }) => pathname === `/v1/entries/${id}`);
  if (known === undefined) return { status: 404, body: {} };
  return { status: 200, body: Object.assign(known, body) };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
