import { describe, expect, it } from 'vitest';
import { FakeClock } from '../fakes/fake-clock.ts';
import { Gate } from './gate.ts';
import { Outside } from './outside.ts';
import type { Fate } from './points.ts';

/** A counter behind a gate, and a vendor that counts what reaches it. */
function open(point?: { step: number; fate: Fate }) {
  const clock = new FakeClock();
  const reached: string[] = [];
  const vendor = {
    fetch: async (request: Request) => {
      reached.push(new URL(request.url).pathname);
      return new Response('done');
    },
  };
  const outside = new Outside(clock, { stora: vendor, xero: vendor });
  const gate = new Gate(outside, point);
  const counter = {
    count: 0,
    add: async () => {
      counter.count += 1;
      return counter.count;
    },
  };
  const fetch = gate.fetch(outside.send);
  const post = (path: string, key = 'key') =>
    fetch(`https://xero.test${path}`, { method: 'POST', headers: { 'idempotency-key': key } });
  return { clock, gate, outside, counter, behind: gate.around('counter', counter), post, reached };
}

/** Whether the promise is settled once everything that can go on has gone on. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let isDone = false;
  const note = () => {
    isDone = true;
  };
  promise.then(note, note);
  await new Promise((resolve) => setImmediate(resolve));
  return isDone;
}

describe('a gate', () => {
  it('numbers the steps in the order in which they begin, also side by side', async () => {
    const { gate, behind, post } = open();

    await Promise.all([post('/api.xro/2.0/Payments'), behind.add(), post('/connect/token')]);

    expect(gate.steps.map(({ label }) => label)).toEqual([
      'POST xero /Payments',
      'counter.add',
      'POST xero /connect/token',
    ]);
  });

  it.each<[Fate, number]>([
    ['crash_before', 0],
    ['crash_after', 1],
  ])('lets nothing of the process run on after %s', async (fate, count) => {
    const { gate, behind, counter } = open({ step: 0, fate });
    let isCaught = false;
    const worker = (async () => {
      try {
        await behind.add();
      } finally {
        isCaught = true;
      }
    })();

    expect(await gate.death).toBe('died');
    expect(await isSettled(Promise.race([worker, behind.add()]))).toBe(false);
    expect([counter.count, isCaught]).toEqual([count, false]);
  });

  it.each<[Fate, number]>([
    ['error_not_applied', 0],
    ['error_applied', 1],
  ])('throws once on %s and lets the repeat through', async (fate, count) => {
    const { behind, counter } = open({ step: 0, fate });

    await expect(behind.add()).rejects.toThrow();
    expect(counter.count).toBe(count);
    expect(await behind.add()).toBe(count + 1);
  });

  it.each<[Fate, number, number]>([
    ['edge_5xx_not_applied', 503, 0],
    ['edge_5xx_applied', 502, 1],
    ['limited', 429, 0],
  ])('answers a request on %s with %i', async (fate, status, reaching) => {
    const { post, reached } = open({ step: 0, fate });

    expect((await post('/Payments')).status).toBe(status);
    expect(reached).toHaveLength(reaching);
    expect((await post('/Payments')).status).toBe(200);
  });

  it('answers every repeat of a key with the error that is stored under it, and no other key', async () => {
    const { post, reached } = open({ step: 0, fate: 'stored_5xx_applied' });

    const [first, repeat, other] = [await post('/a'), await post('/a'), await post('/a', 'new')];

    expect([first.status, repeat.status, other.status]).toEqual([500, 500, 200]);
    expect(await repeat.json()).toEqual(await first.json());
    expect(reached).toHaveLength(2);
  });

  it('carries out late what nobody waits for any more', async () => {
    const { post, reached, clock, outside } = open({ step: 0, fate: 'late_arrival' });

    await expect(post('/Payments')).rejects.toThrow('timeout');
    await outside.arrive();
    expect(reached).toEqual([]);

    clock.advance(30_000);
    await outside.arrive();
    expect(reached).toEqual(['/Payments']);
  });

  it('shows no ids in the names of steps', async () => {
    const { gate, post } = open();

    await post('/api.xro/2.0/Invoices/ac0a2a5e-0000-4000-8000-000000000001/History');
    await post('/2025-09/webhook_endpoints/we_12ab34cd56ef/disable');

    expect(gate.steps.map(({ label }) => label)).toEqual([
      'POST xero /Invoices/:id/History',
      'POST xero /webhook_endpoints/:id/disable',
    ]);
  });
});
