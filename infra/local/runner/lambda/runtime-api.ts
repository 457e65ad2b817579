import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { closeServer, listenOnLoopback, readBody } from '../../common/loopback-server.ts';
import type { FunctionError } from './invocation.ts';
import { payloadMaxBytes } from './invocation.ts';

/** What the runtime gets as its next piece of work. */
export interface NextInvocation {
  readonly requestId: string;
  readonly event: string;
  readonly deadlineEpochMs: number;
  readonly functionArn: string;
  readonly traceId: string;
}

/** What a runtime says. A report of an unknown request answers false, and the runtime hears 400. */
export interface RuntimeListener {
  next(reply: (invocation: NextInvocation) => void): void;
  response(requestId: string, payload: string): boolean;
  error(requestId: string, error: FunctionError): boolean;
  initError(error: FunctionError): void;
}

export interface RuntimeApi {
  /** `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  close(): Promise<void>;
}

const version = '/2018-06-01/runtime';
const reportPath = /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/(response|error)$/;
const functionError = z.looseObject({
  errorType: z.catch(z.string(), 'Runtime.Unknown'),
  errorMessage: z.catch(z.string(), ''),
  trace: z.optional(z.catch(z.array(z.string()), [])),
});

/** Serves the Lambda Runtime API to one process, on a port of its own as on Lambda. */
export async function startRuntimeApi(listener: RuntimeListener): Promise<RuntimeApi> {
  const server = createServer((request, response) => {
    handle({ request, response, listener }).catch(() => {
      // The runtime was killed while it spoke; its exit is what counts.
      response.destroy();
    });
  });
  // A runtime is silent while it works: the connection must not be closed under its answer.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  const port = await listenOnLoopback(server, 0);
  return { address: `127.0.0.1:${port}`, close: () => closeServer(server) };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly listener: RuntimeListener;
}

async function handle({ request, response, listener }: Exchange): Promise<void> {
  const path = request.url ?? '';
  if (request.method === 'GET' && path === `${version}/invocation/next`) {
    listener.next((invocation) => writeInvocation(response, invocation));
    return;
  }
  if (request.method === 'POST' && path === `${version}/init/error`) {
    listener.initError(parseError(await readBody(request)));
    write(response, 202);
    return;
  }
  const [, requestId = '', report] = reportPath.exec(path) ?? [];
  if (request.method !== 'POST' || !report) return write(response, 404);
  const body = await readBody(request);
  write(response, acceptReport({ listener, requestId, report, body }));
}

interface Report {
  readonly listener: RuntimeListener;
  readonly requestId: string;
  readonly report: string;
  readonly body: Buffer;
}

function acceptReport({ listener, requestId, report, body }: Report): number {
  if (report === 'error') return listener.error(requestId, parseError(body)) ? 202 : 400;
  if (body.length <= payloadMaxBytes) {
    return listener.response(requestId, body.toString('utf8')) ? 202 : 400;
  }
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${payloadMaxBytes} bytes).`;
  listener.error(requestId, { errorType: 'Function.ResponseSizeTooLarge', errorMessage });
  return 413;
}

function parseError(body: Buffer): FunctionError {
  try {
    const { errorType, errorMessage, trace } = functionError.parse(JSON.parse(body.toString()));
    return { errorType, errorMessage, trace: trace ?? [] };
  } catch {
    // Lambda accepts a report without a usable body as well.
    return { errorType: 'Runtime.Unknown', errorMessage: 'The runtime reported no error object.' };
  }
}

function writeInvocation(response: ServerResponse, invocation: NextInvocation): void {
  const body = Buffer.from(invocation.event);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(invocation.deadlineEpochMs),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceId,
  });
  response.end(body);
}

function write(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(status === 202 ? '{"status":"OK"}' : '{"errorType":"InvalidRequest"}');
}
