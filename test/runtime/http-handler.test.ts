import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { httpHandler, toRequest } from '../../shared/runtime/http-handler.ts';
import { RecordingLog } from '../fakes/recording-log.ts';

function anEvent(overrides: Partial<APIGatewayProxyEventV2> = {}, method = 'GET') {
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/status',
    rawQueryString: '',
    headers: { host: 'portal.example' },
    requestContext: {
      requestId: 'request-1',
      domainName: 'portal.example',
      http: { method, path: '/status' },
    },
    isBase64Encoded: false,
    ...overrides,
  };
  return event as APIGatewayProxyEventV2;
}

type Answer = (request: Request) => Response | Promise<Response>;

const failurePage = (requestId: string) => new Response(`failed ${requestId}`, { status: 500 });

function handling(answer: Answer, failure = failurePage) {
  const log = new RecordingLog();
  let flushes = 0;
  const metrics = {
    count: () => {},
    flush: () => {
      flushes += 1;
    },
  };
  const handler = httpHandler(() => ({ app: { fetch: answer }, failure, log, metrics }));
  return { handler, log, flushes: () => flushes };
}

async function invoke(answer: Answer, event = anEvent()) {
  const { handler, log, flushes } = handling(answer);
  const result = await handler(event, {} as Context);
  return { result, log, flushes };
}

describe('toRequest', () => {
  it('hands over the very bytes of a base64 body', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const body = Buffer.from(bytes).toString('base64');
    const request = toRequest(anEvent({ body, isBase64Encoded: true }, 'POST'));

    expect(new Uint8Array(await request.arrayBuffer())).toEqual(bytes);
  });

  it('hands over the very bytes of a text body', async () => {
    const body = '{"name":"Zoë \\u00eb 🗝", "x" : 1}\r\n';
    const request = toRequest(anEvent({ body }, 'POST'));

    expect(Buffer.from(await request.arrayBuffer())).toEqual(Buffer.from(body));
  });

  it('puts path, query, cookies and headers together again', () => {
    const request = toRequest(
      anEvent({
        rawPath: '/link/a%2Fb',
        rawQueryString: 'state=a%20b&code=c+d',
        cookies: ['a=1', 'b=2'],
        headers: { 'X-Some': 'thing', 'x-bad': 'käse\u{1f9c0}' },
      }),
    );

    expect(request.url).toBe('https://portal.example/link/a%2Fb?state=a%20b&code=c+d');
    expect(request.headers.get('cookie')).toBe('a=1; b=2');
    expect(request.headers.get('x-some')).toBe('thing');
  });

  it('gives no body to a GET', () => {
    expect(toRequest(anEvent({ body: 'x' })).body).toBeNull();
  });
});

describe('httpHandler', () => {
  it('answers with a list of cookies and the text as text', async () => {
    const headers = new Headers({ 'content-type': 'text/html; charset=UTF-8' });
    headers.append('set-cookie', 'a=1; Path=/');
    headers.append('set-cookie', 'b=2; Path=/');
    const { result } = await invoke(() => new Response('Zoë', { status: 201, headers }));

    expect(result).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
      cookies: ['a=1; Path=/', 'b=2; Path=/'],
      body: 'Zoë',
      isBase64Encoded: false,
    });
  });

  it('answers with base64 where the content is not text', async () => {
    const { result } = await invoke(
      () => new Response(Uint8Array.of(0, 255), { headers: { 'content-type': 'image/png' } }),
    );

    expect(result).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
  });

  it('logs a failure without the address and answers with the request’s id', async () => {
    const event = anEvent({ rawPath: '/link/canary', rawQueryString: 'code=canary' });
    const { result, log, flushes } = await invoke(() => {
      throw new Error('The table is away.');
    }, event);

    expect(result).toMatchObject({ statusCode: 500 });
    expect(Buffer.from(String(result.body), 'base64').toString() + result.body).toContain(
      'request-1',
    );
    expect(log.of('request.failed')).toHaveLength(1);
    expect(log.text()).not.toContain('canary');
    expect(flushes()).toBe(1);
  });
});

describe('a failure whose page fails, too', () => {
  it('goes to Lambda, and what was counted is written', async () => {
    const broken = () => {
      throw new Error('No table.');
    };
    const { handler, flushes } = handling(broken, broken);

    await expect(handler(anEvent(), {} as Context)).rejects.toThrow('No table.');

    expect(flushes()).toBe(1);
  });
});
