import { randomBytes, randomUUID } from 'node:crypto';
import { accountId } from '../local-identity.ts';
import type { RouteMatch } from './routes.ts';

/** A request as it came in, and what the gateway adds to it. */
export interface HttpRequest {
  readonly method: string;
  /** As sent, with the query. */
  readonly target: string;
  /** Lower-case names, each with its values in order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly port: number;
  readonly receivedAtEpochMs: number;
}

/** The request context of API Gateway's payload format 2.0, as far as Lambda proxies get it without an authorizer. */
export interface HttpEvent {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Record<string, string>;
  readonly queryStringParameters?: Record<string, string>;
  readonly requestContext: Record<string, unknown>;
  readonly pathParameters?: Record<string, string>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

export const localApiId = 'local';

/** Builds the Lambda event that API Gateway would send for a request. */
export function buildHttpEvent(request: HttpRequest, match: RouteMatch): HttpEvent {
  const [path = '/', query] = splitTarget(request.target);
  const cookies = request.headers.cookie?.flatMap((value) => value.split('; ')) ?? [];
  const parameters = joinParameters(new URLSearchParams(query));
  const { routeKey } = match.route;
  return {
    version: '2.0',
    routeKey,
    rawPath: decodePath(path),
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: headersOf(request),
    ...(parameters.length > 0 ? { queryStringParameters: Object.fromEntries(parameters) } : {}),
    requestContext: contextOf(request, routeKey, decodePath(path)),
    ...(Object.keys(match.pathParameters).length > 0
      ? { pathParameters: match.pathParameters }
      : {}),
    ...bodyOf(request),
  };
}

/** Returns the path as API Gateway matches and reports it: percent-decoded (Function URLs do not decode). */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not decodable, e.g. "/%zz": it goes on as it came.
    return path;
  }
}

/** Splits a request target into path and query, both as sent. */
export function splitTarget(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

/** Duplicates are joined with commas, as headers are. */
function joinParameters(parameters: URLSearchParams): [string, string][] {
  return [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]);
}

// Cookies have a field of their own; the others concern one hop only.
const droppedHeaders = ['cookie', 'connection', 'keep-alive', 'transfer-encoding', 'upgrade'];

function headersOf(request: HttpRequest): Record<string, string> {
  const received = Object.entries(request.headers)
    .filter(([name]) => !droppedHeaders.includes(name))
    .map(([name, values]) => [name, values.join(',')]);
  const forwardedFor = [...(request.headers['x-forwarded-for'] ?? []), request.sourceIp];
  return {
    ...Object.fromEntries(received),
    'content-length': String(request.body.length),
    'x-amzn-trace-id': `Root=1-${randomBytes(4).toString('hex')}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': forwardedFor.join(', '),
    'x-forwarded-port': String(request.port),
    'x-forwarded-proto': 'http',
  };
}

function contextOf(request: HttpRequest, routeKey: string, path: string) {
  const domainName = request.headers.host?.[0] ?? 'localhost';
  return {
    accountId,
    apiId: localApiId,
    domainName,
    domainPrefix: domainName.split('.')[0],
    http: {
      method: request.method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent']?.[0] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: commonLogTime(request.receivedAtEpochMs),
    timeEpoch: request.receivedAtEpochMs,
  };
}

/** E.g. `12/Mar/2020:19:03:58 +0000`. */
function commonLogTime(epochMs: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(epochMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

// Observed on HTTP APIs (ministack pull request 766): everything else is base64, a form and a body
// without a content type included.
const textTypes = /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i;

function bodyOf(request: HttpRequest): { body?: string; isBase64Encoded: boolean } {
  if (request.body.length === 0) return { isBase64Encoded: false };
  const isText = textTypes.test(request.headers['content-type']?.[0] ?? '');
  return {
    body: request.body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}
