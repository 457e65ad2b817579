import { serve } from '@hono/node-server';
import { afterEach, expect, it, vi } from 'vitest';
import { createSeededRandom } from '../../../../../infra/local/vendors/common/seeded-random.ts';
import type { ServedStora } from '../../../../../infra/local/vendors/stora/serve-stora.ts';
import { serveStora } from '../../../../../infra/local/vendors/stora/serve-stora.ts';
import { partner } from './stora-bench.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function startStora(): Promise<ServedStora> {
  const served = await serveStora({
    clock: { nowEpochMs: () => Date.now() },
    random: createSeededRandom(1),
    applications: [partner],
  });
  closing.push(() => served.close());
  return served;
}

async function startReceiver(): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = serve(
    {
      hostname: '127.0.0.1',
      port: 0,
      fetch: async (request) => {
        bodies.push(await request.text());
        return new Response('ok');
      },
    },
    ({ port }) => resolve(port),
  );
  closing.push(() => new Promise((done) => server.close(done)));
  return { url: `http://127.0.0.1:${await promise}/hook`, bodies };
}

it('serves on loopback and delivers 200 invoices’ webhooks by itself', async () => {
  const { url, sandbox } = await startStora();
  const receiver = await startReceiver();
  const token = sandbox.issueAccessToken({
    operatorSlug: 'acorn',
    clientId: partner.clientId,
    scopes: partner.scopes,
  });
  const created = await fetch(`${url}/2025-09/webhook_endpoints`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      name: 'n',
      api_version: '2025-09',
      url: receiver.url,
      event_types: ['invoice.finalized'],
    }),
  });
  expect(created.status).toBe(201);
  await fetch(`${url}/control/api/acorn/month-end-run`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"count":200}',
  });
  await vi.waitFor(() => expect(receiver.bodies).toHaveLength(200), { timeout: 20_000 });
});

it('keeps idle connections longer than clients do', async () => {
  const { url } = await startStora();
  const answer = await fetch(`${url}/control/acorn`);
  expect(answer.headers.get('keep-alive')).toBe('timeout=75');
});

it('refuses a port that is taken with the system’s error', async () => {
  const { port } = await startStora();
  const second = serveStora({
    port,
    clock: { nowEpochMs: () => Date.now() },
    random: createSeededRandom(1),
    applications: [],
  });
  await expect(second).rejects.toThrow('EADDRINUSE');
});
