import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from '../../common/loopback-server.ts';
import { AwsError } from './aws-error.ts';

export interface JsonServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The part of `X-Amz-Target` before the dot, e.g. `AmazonSQS`. */
  readonly target: string;
  readonly contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  /** `signal` aborts when the client goes away or the server stops. */
  handle(operation: string, body: unknown, signal: AbortSignal): unknown;
  /** Called for every request with a known target, before it is handled. */
  onCall?(operation: string): void;
}

export interface RunningServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

// Above every service's own limit (SQS 1 MiB, JSON-escaped up to six times), so that the service's error wins.
const maxRequestBytes = 16 * 1024 * 1024;

/** Serves one service that speaks AWS's JSON-over-POST protocol, on 127.0.0.1 only. */
export async function startJsonServer(options: JsonServerOptions): Promise<RunningServer> {
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    void answer({ options, request, response, stopping: stopping.signal });
  });
  const port = await listenOnLoopback(server, options.port);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () => {
      stopping.abort();
      return closeServer(server);
    },
  };
}

interface Exchange {
  readonly options: JsonServerOptions;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly stopping: AbortSignal;
}

async function answer({ options, request, response, stopping }: Exchange): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const operation = operationOf(request, options.target);
    const body = parseJson(await readBody(request));
    options.onCall?.(operation);
    const signal = AbortSignal.any([gone.signal, stopping]);
    const result = await options.handle(operation, body, signal);
    write(response, { status: 200, contentType: options.contentType, body: result ?? {} });
  } catch (error) {
    // Every failure becomes the answer the SDK knows how to read; a client that left gets none.
    if (gone.signal.aborted) return;
    writeError(response, options.contentType, toAwsError(error));
  }
}

function operationOf(request: IncomingMessage, target: string): string {
  const header = String(request.headers['x-amz-target'] ?? '');
  const [service, operation] = header.split('.');
  if (request.method === 'POST' && service === target && operation) return operation;
  throw new AwsError({
    code: 'UnknownOperationException',
    message: `This endpoint serves POST with X-Amz-Target: ${target}.<operation>.`,
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxRequestBytes) {
      throw new AwsError({
        code: 'RequestEntityTooLarge',
        message: `A request may have ${maxRequestBytes} bytes.`,
        httpStatus: 413,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    // Not JSON: the caller's mistake, answered as AWS does.
    throw new AwsError({ code: 'SerializationException', message: 'The body must be JSON.' });
  }
}

function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`Emulated AWS failed: ${message}`);
  return new AwsError({
    code: 'InternalFailure',
    message: 'The emulator failed; its log has the stack trace.',
    httpStatus: 500,
  });
}

function writeError(response: ServerResponse, contentType: string, error: AwsError): void {
  const fault = error.httpStatus < 500 ? 'Sender' : 'Receiver';
  write(response, {
    status: error.httpStatus,
    contentType,
    body: { __type: error.code, message: error.message },
    headers: error.queryCode ? { 'x-amzn-query-error': `${error.queryCode};${fault}` } : {},
  });
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

function write(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const body = Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': body.length,
    'x-amzn-requestid': randomUUID(),
    ...answer.headers,
  });
  response.end(body);
}
