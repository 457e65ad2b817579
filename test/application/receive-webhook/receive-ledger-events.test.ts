import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { receiveLedgerEvents } from '../../../shared/application/receive-webhook/receive-ledger-events.ts';
import type { EventWords } from '../../../shared/contracts/provider-manifest.ts';
import { ledgerEventsApp } from '../../../shared/runtime/ledger-events-app.ts';
import { xeroManifest } from '../../../shared/targets/xero/manifest.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { InMemoryAccountHolders } from '../../fakes/in-memory-account-holders.ts';
import { InMemoryLedgerWatches } from '../../fakes/in-memory-ledger-watches.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';

const words = wordsOf(xeroManifest.events);
const key = 'a webhook key as the developer page shows it, long';
const claim = { claimId: 'c', claimedAt: '2026-11-30T09:00:00.000Z' };

async function world(keys = [key]) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const accountHolders = new InMemoryAccountHolders();
  const ledgerWatches = new InMemoryLedgerWatches();
  for (const operatorId of ['acorn', 'birch']) {
    const holder = { provider: 'xero' as const, accountId: `tenant-${operatorId}`, operatorId };
    await accountHolders.put({ ...holder, ...claim }, undefined);
    await ledgerWatches.ensure({ operatorId, target: 'xero', sinceEpochMs: 0 }, 9e12);
  }
  const events = { xero: { words, keys: async () => keys } };
  const deps = { events, accountHolders, ledgerWatches, clock, crypto: new FakeCrypto() };
  const app = ledgerEventsApp({
    signatureHeaderOf: () => words.signatureHeader,
    receive: (target, call) => receiveLedgerEvents({ ...deps, log, metrics: log }, target, call),
  });
  const tell = (body: string, signedWith = key, path = 'xero') =>
    app.request(`https://portal.example/webhooks/targets/${path}`, {
      method: 'POST',
      body,
      headers: {
        'x-xero-signature': createHmac('sha256', signedWith).update(body).digest('base64'),
      },
    });
  const due = async (inMs = 3 * 60_000) =>
    (await ledgerWatches.due(clock.nowEpochMs() + inMs, 10)).map(({ watch }) => watch.operatorId);
  return { tell, due, log, clock };
}

const about = (...tenants: string[]) =>
  JSON.stringify({ events: tenants.map((tenantId) => ({ tenantId, resourceId: 'r' })) });

describe('events of a ledger', () => {
  it('have the operators of their companies looked at, and nobody else', async () => {
    const { tell, due } = await world();
    const answer = await tell(about('tenant-birch', 'tenant-birch', 'tenant-of-nobody'));

    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
    // What is younger than two minutes is left to a later look: this one comes when it is not.
    expect(await due(2 * 60_000)).toEqual([]);
    expect(await due()).toEqual(['birch']);
  });

  it('cost one look in some minutes, however many come', async () => {
    const { tell, due, clock } = await world();
    for (let told = 0; told < 20; told += 1) {
      await tell(about('tenant-birch'));
      clock.advance(8_000);
    }

    expect(await due(0)).toEqual(['birch']);
  });

  it('are refused when they are signed with another key, also without events', async () => {
    const { tell, due } = await world();
    expect((await tell(about('tenant-acorn'), 'another key')).status).toBe(401);
    expect((await tell(about(), 'another key')).status).toBe(401);
    expect((await tell(about())).status).toBe(200);
    expect(await due()).toEqual([]);
  });

  it('are taken under the former key while one takes the place of another', async () => {
    const { tell } = await world(['a new key that nobody signs with yet', key]);

    expect((await tell(about('tenant-acorn'))).status).toBe(200);
  });

  it('are refused where nobody sends any, or nobody can read them', async () => {
    const { tell, due } = await world();
    expect((await tell('no JSON')).status).toBe(400);
    expect((await tell(about('tenant-acorn'), key, 'elsewhere')).status).toBe(404);
    expect((await tell(JSON.stringify({ events: [{}] }))).status).toBe(400);
    expect(await due()).toEqual([]);
  });

  it('are refused when they are larger than any of them', async () => {
    const { tell } = await world();

    expect((await tell(about('x'.repeat(1_100_000)))).status).toBe(413);
  });
});

function wordsOf(words: EventWords | undefined): EventWords {
  if (words === undefined) throw new Error('It tells nothing.');
  return words;
}
