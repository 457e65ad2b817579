import { type IncomingMessage, Server, ServerResponse } from 'node:http';

/** One request that a server of this process has answered. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: IncomingMessage['headers'];
  readonly requestBody: string;
  readonly status: number;
  /** Those given at once with the status; names in lower case. */
  readonly responseHeaders: Readonly<Record<string, unknown>>;
  readonly responseBody: string;
  readonly answeredAtMs: number;
}

/**
 * Listens to every HTTP server of this process, whatever version of the local stack opened it: the emulated AWS,
 * the Runtime API and the sandboxes all speak HTTP, and none of them has to know. Returns what ends the listening.
 */
export function tapHttp(onExchange: (exchange: Exchange) => void): () => void {
  const emit = Server.prototype.emit;
  const tapped = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
    const [request, response] = args;
    if (event === 'request' && isRequest(request) && response instanceof ServerResponse) {
      listen(request, response, onExchange);
    }
    return Reflect.apply(emit, this, [event, ...args]);
  };
  Server.prototype.emit = tapped;
  return () => {
    Server.prototype.emit = emit;
  };
}

function isRequest(value: unknown): value is IncomingMessage {
  return typeof value === 'object' && value !== null && 'httpVersion' in value;
}

function listen(
  request: IncomingMessage,
  response: ServerResponse,
  onExchange: (exchange: Exchange) => void,
): void {
  const sent: Buffer[] = [];
  const answered: Buffer[] = [];
  // Not a listener for data: that would set a stream flowing before its reader is there.
  const push = request.push.bind(request);
  request.push = (chunk, encoding) => {
    keep(sent, chunk);
    return push(chunk, encoding);
  };
  for (const name of ['write', 'end'] as const) {
    const original = response[name].bind(response) as (...args: unknown[]) => never;
    response[name] = (...args: unknown[]) => {
      keep(answered, args[0]);
      return original(...args);
    };
  }
  // Headers that are given with the status are not kept by the response.
  let responseHeaders: Record<string, unknown> = {};
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => never;
  response.writeHead = (...args: unknown[]) => {
    const given = args.at(-1);
    if (typeof given === 'object' && given !== null) responseHeaders = { ...given };
    return writeHead(...args);
  };
  response.once('finish', () =>
    onExchange({
      method: request.method ?? '',
      path: request.url ?? '',
      requestHeaders: request.headers,
      requestBody: Buffer.concat(sent).toString('utf8'),
      status: response.statusCode,
      responseHeaders,
      responseBody: Buffer.concat(answered).toString('utf8'),
      answeredAtMs: performance.now(),
    }),
  );
}

function keep(chunks: Buffer[], chunk: unknown): void {
  if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
  else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
}
