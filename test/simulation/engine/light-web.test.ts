import { afterEach, describe, expect, it } from 'vitest';
import { makeWebLight } from './light-web.ts';

let restore = () => {};
afterEach(() => restore());

describe('light requests and responses', () => {
  it('say what the platform’s would say', async () => {
    const heavy = await told();
    restore = makeWebLight();

    expect(await told()).toEqual(heavy);
  });

  it('refuse a body that is no text', () => {
    restore = makeWebLight();

    expect(() => new Response(new Uint8Array(1))).toThrow('bodies are text');
  });
});

async function told() {
  const request = new Request('https://xero.test/connect?a=b', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Key': 'one' },
    body: '{"name":"Þórunn 🏠"}',
  });
  const response = Response.json({ ok: true }, { status: 201, headers: { 'retry-after': '7' } });
  const empty = new Response(null, { status: 404 });
  return {
    request: [request.url, request.method, [...request.headers], await request.json()],
    bytes: (await new Response('Þ🏠').arrayBuffer()).byteLength,
    response: [response.status, response.ok, [...response.headers], await response.text()],
    empty: [empty.status, empty.ok, empty.body, await empty.text()],
  };
}
