import { describe, expect, it, onTestFinished } from 'vitest';
import { answerOf } from '../../../../../infra/local/runner/gateway/http-answer.ts';
import { startHttpApi } from '../../../../../infra/local/runner/gateway/http-api.ts';
import {
  buildHttpEvent,
  type HttpRequest,
} from '../../../../../infra/local/runner/gateway/http-event.ts';
import type { RouteMatch } from '../../../../../infra/local/runner/gateway/routes.ts';
import type { InvocationResult } from '../../../../../infra/local/runner/lambda/invocation.ts';

const match: RouteMatch = {
  route: { routeKey: 'POST /a/{id}', functionName: 'f', timeoutMs: 30_000 },
  pathParameters: { id: 'x y' },
};

function aRequest(overrides: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    target: '/a/x%20y?tag=1&tag=two%2C3&empty=',
    headers: {
      host: ['127.0.0.1:4400'],
      'user-agent': ['test'],
      'content-type': ['application/json; charset=utf-8'],
      cookie: ['a=1; b=2'],
      'x-many': ['one', 'two'],
      connection: ['keep-alive'],
    },
    body: Buffer.from('{"é":1}'),
    sourceIp: '127.0.0.1',
    port: 4400,
    receivedAtEpochMs: Date.parse('2026-03-12T19:03:58.390Z'),
    ...overrides,
  };
}

describe('the event of a request', () => {
  it('has the shape of payload format 2.0', () => {
    expect(buildHttpEvent(aRequest(), match)).toEqual({
      version: '2.0',
      routeKey: 'POST /a/{id}',
      rawPath: '/a/x y',
      rawQueryString: 'tag=1&tag=two%2C3&empty=',
      cookies: ['a=1', 'b=2'],
      headers: {
        'content-length': '8',
        'content-type': 'application/json; charset=utf-8',
        host: '127.0.0.1:4400',
        'user-agent': 'test',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '4400',
        'x-forwarded-proto': 'http',
        'x-many': 'one,two',
      },
      queryStringParameters: { tag: '1,two,3', empty: '' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'local',
        domainName: '127.0.0.1:4400',
        domainPrefix: '127',
        http: {
          method: 'POST',
          path: '/a/x y',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        requestId: expect.any(String),
        routeKey: 'POST /a/{id}',
        stage: '$default',
        time: '12/Mar/2026:19:03:58 +0000',
        timeEpoch: 1_773_342_238_390,
      },
      pathParameters: { id: 'x y' },
      body: '{"é":1}',
      isBase64Encoded: false,
    });
  });

  it('leaves out what the request does not have', () => {
    const request = aRequest({ target: '/', headers: {}, body: Buffer.alloc(0) });
    const bare: RouteMatch = { ...match, pathParameters: {} };

    const event = buildHttpEvent(request, bare);

    expect(Object.keys(event)).toEqual([
      'version',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'headers',
      'requestContext',
      'isBase64Encoded',
    ]);
  });

  it.each([
    ['text/plain', false],
    ['application/json', false],
    ['application/xml;charset=utf-8', false],
    ['application/javascript', false],
    ['application/x-www-form-urlencoded', true],
    ['application/json-patch+json', true],
    ['application/octet-stream', true],
    [undefined, true],
  ])('carries a body of type %s in base64: %s', (type, isBase64Encoded) => {
    const headers = type === undefined ? {} : { 'content-type': [type] };

    const event = buildHttpEvent(aRequest({ headers, body: Buffer.from('a=b') }), match);

    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(event.body).toBe(isBase64Encoded ? 'YT1i' : 'a=b');
  });
});

describe('the answer to a caller', () => {
  const json = { 'content-type': 'application/json' };
  const text = { 'content-type': 'text/plain;charset=UTF-8' };

  it.each<[string, unknown, object]>([
    [
      'a status and a body',
      { statusCode: 201, body: 'hi' },
      { status: 201, headers: text, body: 'hi' },
    ],
    [
      'headers and cookies',
      {
        statusCode: 302,
        headers: { Location: '/x', 'Content-Length': 9 },
        cookies: ['a=1', 'b=2'],
      },
      { status: 302, headers: { ...text, location: '/x' }, cookies: ['a=1', 'b=2'], body: '' },
    ],
    [
      'a body in base64',
      { statusCode: 200, body: 'aGk=', isBase64Encoded: true },
      { status: 200, headers: text, body: 'hi' },
    ],
    ['only an object', { hello: 1 }, { status: 200, headers: json, body: '{"hello":1}' }],
    ['only a text', 'hello', { status: 200, headers: json, body: 'hello' }],
    [
      'an unusable status',
      { statusCode: 'teapot' },
      { status: 500, headers: json, body: '{"message":"Internal Server Error"}' },
    ],
  ])('follows from a function that returns %s', (_, value, expected) => {
    const answer = answerOf({ kind: 'succeeded', payload: JSON.stringify(value) });

    expect({ ...answer, body: answer.body.toString() }).toEqual({ cookies: [], ...expected });
  });

  it.each<[string, InvocationResult, number, string]>([
    [
      'fails',
      { kind: 'failed', error: { errorType: 'Error', errorMessage: 'secret' } },
      500,
      'Internal Server Error',
    ],
    ['is throttled', { kind: 'throttled' }, 503, 'Service Unavailable'],
  ])('hides why a function %s', (...[, result, status, message]) => {
    const answer = answerOf(result);

    expect([answer.status, answer.body.toString()]).toEqual([status, JSON.stringify({ message })]);
  });
});

describe('the HTTP API', () => {
  async function anApi(
    invoke: (functionName: string, event: unknown) => Promise<InvocationResult>,
    timeoutMs = 30_000,
  ): Promise<string> {
    const routes = [{ routeKey: 'POST /in', functionName: 'intake', timeoutMs }];
    const api = await startHttpApi({ routes, port: 0, invoke });
    onTestFinished(() => api.stop());
    return api.url;
  }

  const echo = async (functionName: string, event: unknown): Promise<InvocationResult> => ({
    kind: 'succeeded',
    payload: JSON.stringify({
      statusCode: 200,
      headers: { 'x-function': functionName },
      cookies: ['a=1', 'b=2'],
      body: (event as { body: string }).body,
    }),
  });

  it('hands a request to the function of its route and returns the answer', async () => {
    const url = await anApi(echo);

    const response = await fetch(`${url}/in`, { method: 'POST', body: 'ping' });

    expect([response.status, response.headers.get('x-function'), await response.text()]).toEqual([
      200,
      'intake',
      'ping',
    ]);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('keeps idle connections longer than clients do', async () => {
    const response = await fetch(`${await anApi(echo)}/in`, { method: 'POST', body: 'ping' });

    expect(response.headers.get('keep-alive')).toBe('timeout=75');
  });

  it('answers 404 where there is no route', async () => {
    const url = await anApi(echo);

    const response = await fetch(`${url}/elsewhere`);

    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it.each([
    ['its own 10 MB', 10 * 1024 * 1024 + 1],
    ['Lambda’s 6 MB', 7 * 1024 * 1024],
  ])('refuses a body above %s before the function sees it', async (_, bytes) => {
    let calls = 0;
    const url = await anApi(async (name, event) => {
      calls += 1;
      return echo(name, event);
    });

    const body = 'x'.repeat(bytes);
    const response = await fetch(`${url}/in`, { method: 'POST', body });

    expect([response.status, await response.json(), calls]).toEqual([
      413,
      { message: 'Request Entity Too Large' },
      0,
    ]);
  });

  it('gives up on a function that takes longer than the integration may', async () => {
    const url = await anApi(() => new Promise(() => {}), 50);

    const response = await fetch(`${url}/in`, { method: 'POST' });

    expect([response.status, await response.json()]).toEqual([
      503,
      { message: 'Service Unavailable' },
    ]);
  });
});
