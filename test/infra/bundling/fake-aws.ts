import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import * as z from 'zod/mini';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

export interface FakeAws {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** What the next requests get, the last one for ever. */
  answerWith(...answers: FakeAnswer[]): void;
  close(): Promise<void>;
}

/** Stands for every service of AWS: keeps what it was sent and answers as told. */
export async function startFakeAws(): Promise<FakeAws> {
  const seen: SeenRequest[] = [];
  let answers: FakeAnswer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    seen.push({ method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    response.writeHead(answer?.status ?? 200, answer?.headers);
    response.end(JSON.stringify(answer?.body ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.parse(z.object({ port: z.number() }), server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    answerWith(...next) {
      answers = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
