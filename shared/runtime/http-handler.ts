import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Log } from '../ports/log.ts';
import { flushMetrics } from './flush-metrics.ts';
import type { FlushableMetrics } from './metrics.ts';

export interface HttpHandlerParts {
  app: { fetch(request: Request): Response | Promise<Response> };
  /** What the visitor gets when the app failed; the id finds the log line. */
  failure(requestId: string): Response | Promise<Response>;
  log: Log;
  metrics: FlushableMetrics;
}

/**
 * Lambda handler for an HTTP API (payload format 2.0) around a web-standard app. The body arrives as
 * the very bytes that were sent, which signatures need. A failure is logged and becomes a 500.
 */
export function httpHandler(lazyParts: () => HttpHandlerParts) {
  return (
    middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
      .onError(async (request) => {
        // Without parts there is neither log nor page: Lambda itself reports why they cannot be made.
        const parts = lazyParts();
        const { requestId } = request.event.requestContext;
        const facts = { requestId, routeKey: request.event.routeKey };
        parts.log.error('request.failed', facts, request.error);
        request.response = await toResult(await parts.failure(requestId));
      })
      // Added last, it runs first when something failed: also where there is no page to be had.
      .use(flushMetrics(lazyParts))
      .handler(async (event) => {
        const { app } = lazyParts();
        return toResult(await app.fetch(toRequest(event)));
      })
  );
}

/** Turns the event into the request that the browser or vendor sent. */
export function toRequest(event: APIGatewayProxyEventV2): Request {
  const { domainName, http } = event.requestContext;
  const query = event.rawQueryString ? `?${event.rawQueryString}` : '';
  const hasBody = event.body !== undefined && http.method !== 'GET' && http.method !== 'HEAD';
  return new Request(`https://${domainName}${event.rawPath}${query}`, {
    method: http.method,
    headers: headersOf(event),
    ...(hasBody ? { body: bytesOf(event) } : {}),
  });
}

/** Turns the app's answer into what the HTTP API sends; cookies have a list of their own. */
export async function toResult(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => name !== 'set-cookie'),
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = /^(text\/|application\/(json|problem\+json))/.test(headers['content-type'] ?? '');
  return {
    statusCode: response.status,
    headers,
    cookies: response.headers.getSetCookie(),
    body: bytes.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}

function headersOf(event: APIGatewayProxyEventV2): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) {
    if (value === undefined) continue;
    try {
      headers.set(name, value);
    } catch {
      // Recovery: the web standard forbids what a few old clients send; none of it is of use here.
    }
  }
  if (event.cookies?.length) headers.set('cookie', event.cookies.join('; '));
  return headers;
}

function bytesOf(event: APIGatewayProxyEventV2): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'));
}
