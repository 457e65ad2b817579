import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { idleConnectionMs } from '../../common/idle-connection.ts';
import { closeServer, listenOnLoopback } from '../../common/loopback-server.ts';
import { type InvocationResult, payloadMaxBytes } from '../lambda/invocation.ts';
import { answerOf, gatewayAnswer, type HttpAnswer } from './http-answer.ts';
import { buildHttpEvent, decodePath, type HttpRequest, splitTarget } from './http-event.ts';
import { matchRoute, type Route } from './routes.ts';

export interface HttpApiOptions {
  /** Looked at for every request: routes may be added while it serves. */
  readonly routes: readonly Route[];
  /** 0 takes any free port. */
  readonly port: number;
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
}

export interface HttpApi {
  readonly url: string;
  stop(): Promise<void>;
}

// API Gateway's limit for HTTP APIs.
const requestMaxBytes = 10 * 1024 * 1024;

/** Serves the routes of an HTTP API on 127.0.0.1 with payload format 2.0. */
export async function startHttpApi(options: HttpApiOptions): Promise<HttpApi> {
  const server = createServer((request, response) => {
    respond(request, options).then(
      (answer) => write(response, answer),
      // The client went away while it sent: there is nobody to answer.
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = idleConnectionMs;
  const port = await listenOnLoopback(server, options.port);
  return { url: `http://127.0.0.1:${port}`, stop: () => closeServer(server) };
}

async function respond(incoming: IncomingMessage, options: HttpApiOptions): Promise<HttpAnswer> {
  const body = await readLimited(incoming);
  if (!body) return gatewayAnswer(413, 'Request Entity Too Large');
  const request = requestOf(incoming, body);
  const path = decodePath(splitTarget(request.target)[0]);
  const match = matchRoute(options.routes, request.method, path);
  if (!match) return gatewayAnswer(404, 'Not Found');
  const event = buildHttpEvent(request, match);
  // A request within the gateway's limit can still be too large for Lambda.
  if (Buffer.byteLength(JSON.stringify(event)) > payloadMaxBytes) {
    return gatewayAnswer(413, 'Request Entity Too Large');
  }
  const { functionName, timeoutMs } = match.route;
  return inTime(options.invoke(functionName, event), timeoutMs);
}

/** The function goes on after the gateway has given up, as on AWS. */
async function inTime(result: Promise<InvocationResult>, timeoutMs: number): Promise<HttpAnswer> {
  const waiting = new AbortController();
  const timedOut = delay(timeoutMs, gatewayAnswer(503, 'Service Unavailable'), {
    signal: waiting.signal,
  });
  // Aborted when the function was in time.
  timedOut.catch(() => {});
  const answer = await Promise.race([result.then(answerOf), timedOut]);
  waiting.abort();
  return answer;
}

/** Undefined when the body is over the limit; the rest of it is read and dropped so that the client hears the answer. */
async function readLimited(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= requestMaxBytes) chunks.push(chunk);
  }
  return size <= requestMaxBytes ? Buffer.concat(chunks) : undefined;
}

function requestOf(incoming: IncomingMessage, body: Buffer): HttpRequest {
  const headers = Object.entries(incoming.headersDistinct).map(([name, values]) => [
    name,
    values ?? [],
  ]);
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers: Object.fromEntries(headers),
    body,
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    port: incoming.socket.localPort ?? 0,
    receivedAtEpochMs: Date.now(),
  };
}

function write(response: ServerResponse, answer: HttpAnswer): void {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.cookies.length > 0) response.setHeader('set-cookie', [...answer.cookies]);
  response.setHeader('apigw-requestid', randomUUID());
  response.setHeader('content-length', answer.body.length);
  response.writeHead(answer.status);
  response.end(answer.body);
}
