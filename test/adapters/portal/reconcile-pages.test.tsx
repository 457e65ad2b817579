import { beforeEach, describe, expect, it } from 'vitest';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { statementCss } from '../../../shared/adapters/portal/statement-css.ts';
import { openReconcileVisits } from '../../../shared/composition/open-reconcile-visits.ts';
import { mismatchKey } from '../../../shared/domain/reconcile/accepted-mismatches.ts';
import {
  aCurrencyProof,
  aDoneNight,
  aMismatch,
  anEvenMonth,
  anUnevenMonth,
} from '../../builders/a-compared-month.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aProofPage } from '../../builders/a-month-proof.ts';
import { aProofRow } from '../../builders/a-proof-row.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryNights } from '../../fakes/in-memory-nights.ts';
import { InMemoryOperators } from '../../fakes/in-memory-operators.ts';
import {
  InMemoryAcceptedMismatches,
  InMemoryMonthProofs,
  InMemoryProofPages,
} from '../../fakes/in-memory-proofs.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { RecordingChangeQueue, RecordingNightQueue } from '../../fakes/recording-queues.ts';

const nasty = '<script>alert("x")</script>';
const cookie = '__Host-rollerdoor=a.cookie';
const session = {
  ...{ operatorId: anOperatorId, linkId: 'link-1', sessionId: 'session-1' },
  expiresAtEpochMs: 9e12,
  visitorName: 'Ann',
};

/** The pages over stores in memory, as they are composed. */
async function aWorld() {
  const parts = {
    operators: new InMemoryOperators(),
    connections: new InMemoryConnections(),
    nights: new InMemoryNights(),
    monthProofs: new InMemoryMonthProofs(),
    proofPages: new InMemoryProofPages(),
    acceptedMismatches: new InMemoryAcceptedMismatches(),
    settings: new InMemorySettings(),
    activities: new InMemoryActivities(),
    queues: { xero: new RecordingChangeQueue() },
    ledgers: { xero: undefined },
    recordPages: { invoice: 'https://source.example/{id}' },
    clock: new FakeClock('2026-11-30T09:00:00.000Z'),
    crypto: new FakeCrypto(),
    nightQueue: new RecordingNightQueue(),
  };
  await parts.operators.add(anOperator());
  await parts.settings.put(ledgerSettings({ startDate: '2026-10-01' }));
  for (const provider of ['xero', 'stora'] as const)
    parts.connections.seed(aConnection({ provider }));
  const app = portalApp({
    formOrigins: [],
    readSession: async (value?: string) => (value === 'a.cookie' ? session : undefined),
    formToken: async () => 'form-token',
    isOwnForm: async (_session: unknown, token: string) => token === 'form-token',
    loadFrame: async () => ({ operatorName: 'Harbour Storage' }),
    reconcile: openReconcileVisits(parts),
  } as unknown as PortalDeps);
  const get = async (path: string) => {
    const answer = await app.request(`https://portal.example${path}`, { headers: { cookie } });
    return { answer, text: await answer.text() };
  };
  const post = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams({ form: 'form-token', ...fields });
    const answer = await app.request(`https://portal.example${path}`, {
      ...{ method: 'POST', body, headers: { cookie } },
    });
    return answer.headers.get('location') ?? `${answer.status}`;
  };
  return { ...parts, get, post };
}

let world: Awaited<ReturnType<typeof aWorld>>;

beforeEach(async () => {
  world = await aWorld();
});

describe('the pages of nights and months', () => {
  it('say what to do where nothing was compared yet', async () => {
    expect((await world.get('/nights/xero')).text).toContain('No night yet');
    expect((await world.get('/months/xero')).text).toContain('No month yet');
    expect((await world.get('/months/xero/2026-11')).text).toContain('Not compared yet');
    const { answer } = await world.get('/months/xero/2026-11/statement');
    expect(answer.headers.get('location')).toBe('/months/xero/2026-11');
  });

  it('lead from the night to its months, and from the months to the statement', async () => {
    await world.nights.keep(aDoneNight());
    await world.monthProofs.put(anEvenMonth());

    expect((await world.get('/nights/xero')).text).toContain('href="/nights/xero/2026-11-30"');
    expect((await world.get('/nights/xero/2026-11-30')).text).toContain(
      'href="/months/xero/2026-11"',
    );
    expect((await world.get('/months/xero')).text).toContain(
      'href="/months/xero/2026-11/statement"',
    );
    expect((await world.get('/months/xero/2026-11')).text).toContain('in step to the penny');
  });

  it('ask again by themselves while a night is under way, and only then', async () => {
    const refresh = async () =>
      (await world.get('/months/xero/2026-11')).answer.headers.get('refresh');
    expect(await refresh()).toBeNull();

    await world.nights.save(aDoneNight({ status: 'running', revision: 0 }));

    expect(await refresh()).toBe('5');
  });

  it('write nothing into a page that a name made up', async () => {
    const proof = anUnevenMonth([aMismatch({ customer: nasty, source: nasty, site: nasty })]);
    await world.monthProofs.put(proof);
    const pages = ['', '/statement', '/amount'].map((path) => `/months/xero/2026-11${path}`);

    for (const path of pages) expect((await world.get(path)).text).not.toContain('<script');
  });

  it.each([
    '/months/xero/2026-13',
    '/months/xero/november',
    '/nights/xero/2026-02-31',
    '/months/z',
  ])('do not know %s', async (path) => {
    expect((await world.get(path)).answer.status).toBe(404);
  });
});

describe('presses on the pages of months', () => {
  const month = '/months/xero/2026-11';
  const one = aMismatch();
  const seen = { class: one.class, key: mismatchKey(one), standing: one.standing };

  beforeEach(async () => {
    const site = aMismatch({ class: 'site', sourceId: 'inv_2', fix: 'in_ledger', standing: 's' });
    const other = aMismatch({ sourceId: 'inv_3' });
    await world.monthProofs.put(anUnevenMonth([one, other, site]));
  });

  it('compare one month, and no second time meanwhile', async () => {
    expect(await world.post(`${month}/prove`, {})).toBe(`${month}?done=started`);
    expect(await world.nights.get(anOperatorId, 'xero')).toMatchObject({
      ...{ status: 'running', months: ['2026-11'], isOfMonths: true, startedBy: 'operator' },
    });
    expect(world.nightQueue.messages()).toHaveLength(1);
    expect(await world.post('/nights/xero/prove', {})).toBe('/nights/xero?done=under_way');
  });

  it('compare those months whose turn it is', async () => {
    expect(await world.post('/months/xero/prove', {})).toBe('/months/xero?done=started');
    expect(await world.nights.get(anOperatorId, 'xero')).toMatchObject({
      months: ['2026-11', '2026-10'],
    });
  });

  it('repair all of a class, each by a reading that goes the way of every change', async () => {
    expect(await world.post(`${month}/repair`, { class: 'amount' })).toBe(
      `${month}?done=queued&count=2`,
    );
    const sent = world.queues.xero
      .messages()
      .map(({ sourceId, eventType }) => [sourceId, eventType]);
    expect(sent).toEqual([
      ['inv_0361', 'repair'],
      ['inv_3', 'repair'],
    ]);
    expect(world.activities.all()).toMatchObject([
      { type: 'mismatches.repaired', actor: 'operator', detail: { class: 'amount', records: 2 } },
    ]);
  });

  it('repair one alone, and nothing that has changed since it was seen', async () => {
    expect(await world.post(`${month}/repair`, seen)).toBe(`${month}/amount?done=queued&count=1`);
    expect(await world.post(`${month}/repair`, { ...seen, standing: 'another' })).toBe(
      `${month}/amount?done=changed&count=0`,
    );
    expect(world.queues.xero.messages()).toHaveLength(1);
  });

  it('write over nothing that a person did in the books', async () => {
    expect(await world.post(`${month}/repair`, { class: 'site' })).toBe(
      `${month}?done=nothing&count=0`,
    );
    expect(world.queues.xero.messages()).toEqual([]);
  });

  it('repair nothing while a side is not connected', async () => {
    world.connections.seed(aConnection({ provider: 'stora', status: 'needs_reconnect' }));

    expect(await world.post(`${month}/repair`, { class: 'amount' })).toBe(
      `${month}?done=not_connected&count=0`,
    );
  });

  it('accept one with a reason, which then stands apart and may be taken back', async () => {
    const accept = (reason: string) => world.post(`${month}/accept`, { ...seen, reason });
    expect(await accept('  ')).toBe(`${month}/amount?done=no_reason`);
    expect(await accept('Agreed with the customer')).toBe(`${month}/amount?done=accepted`);

    const page = (await world.get(month)).text;
    expect(page).toContain('2 mismatches over');
    expect(page).toContain('“Agreed with the customer”, Ann');

    expect(await world.post(`${month}/reopen`, { key: seen.key })).toBe(`${month}?done=reopened`);
    expect((await world.get(month)).text).toContain('3 mismatches over');
    expect(world.activities.all().map(({ type }) => type)).toEqual([
      'mismatch.accepted',
      'mismatch.reopened',
    ]);
  });

  it('accept nothing that has changed since it was seen', async () => {
    const changed = { ...seen, standing: 'another', reason: 'Agreed' };

    expect(await world.post(`${month}/accept`, changed)).toBe(`${month}/amount?done=changed`);
    expect(await world.acceptedMismatches.list(anOperatorId, 'xero')).toEqual([]);
  });

  it('end on the page of the month when the last of a class is gone', async () => {
    await world.monthProofs.put(anUnevenMonth([one]));
    const path = await world.post(`${month}/accept`, { ...seen, reason: 'Agreed' });

    const { answer } = await world.get(path);
    expect(answer.headers.get('location')).toBe(`${month}?done=accepted`);
  });
});

describe('a month of 5,000 documents', () => {
  const sourceIdOf = (at: number) => `inv_${String(at).padStart(26, '0')}`;

  async function fill(documents: number) {
    const rows = Array.from({ length: documents }, (_, at) =>
      aProofRow({
        sourceId: sourceIdOf(at),
        targetId: `a1b2c3d4-0000-4000-8000-${String(at).padStart(12, '0')}`,
        number: `ABC-${at}`,
      }),
    );
    for (const side of ['source', 'ledger'] as const)
      for (let page = 1; (page - 1) * 100 < documents; page += 1)
        await world.proofPages.put(
          aProofPage({ side, page, rows: rows.slice((page - 1) * 100, page * 100) }),
        );
  }

  it('has a file with a row for each, in parts that an answer can hold', async () => {
    await fill(5_000);
    await world.monthProofs.put(anEvenMonth({ documents: { source: 5_000, ledger: 5_000 } }));
    const { answer, text } = await world.get('/months/xero/2026-11/csv');

    expect(answer.headers.get('content-disposition')).toContain('"xero-2026-11.csv"');
    expect(text.trimEnd().split('\r\n')).toHaveLength(5_001);
    const kilobytes = Math.round(text.length / 1_000);
    console.log(`the file of a month of 5,000 documents: ${kilobytes} kB`);
    // The answer of a function may have 6 MB; 8,000 rows are a part.
    expect((text.length / 5_000) * 8_000).toBeLessThan(5_000_000);
  });

  it('has pages of 100 kB at most, however much is not the same', async () => {
    const mismatches = Array.from({ length: 500 }, (_, at) =>
      aMismatch({ sourceId: sourceIdOf(at), customer: 'Wolfeschlegelsteinhausenbergerdorff & Co' }),
    );
    const [usual] = aCurrencyProof().bySite;
    const many = (count: number, name: string) =>
      Array.from({ length: count }, (_, at) => ({ ...usual, key: `${name} ${at}` }));
    const currency = {
      ...aCurrencyProof(),
      ...{
        bySite: many(100, 'Storage site'),
        byAccount: many(60, 'Account'),
        byTax: many(12, 'T'),
      },
      byDay: many(31, 'Day'),
    };
    const found = { amount: 5_000 };
    await world.monthProofs.put({
      ...anUnevenMonth(mismatches),
      found,
      currencies: [JSON.parse(JSON.stringify(currency))],
    });
    for (let at = 0; at < 40; at += 1) {
      const day = `2026-11-${String((at % 30) + 1).padStart(2, '0')}`;
      await world.nights.keep(aDoneNight({ runId: `run-${at}`, day, found }));
    }
    const paths = ['/months/xero', '/months/xero/2026-11', '/months/xero/2026-11/amount'];
    for (const path of [...paths, '/months/xero/2026-11/statement', '/nights/xero']) {
      const { text } = await world.get(path);
      console.log(`${path}: ${Math.round(text.length / 1_000)} kB`);
      expect(text.length, path).toBeLessThan(100_000);
    }
  });
});

describe('the stylesheet of the statement', () => {
  it('is for A4, and white also where the screen is dark', () => {
    expect(statementCss).toContain('@page{size:A4');
    expect(statementCss).toMatch(/@media print\{\n:root\{color-scheme:light;--ink:#16202e/);
    expect(statementCss.length).toBeLessThan(5_000);
  });

  it('says every size by its token', () => {
    expect(statementCss.match(/font-size:(?!var\(--f\d\)|13\.5px)[^;}]+/g)).toBeNull();
  });

  it('is served', async () => {
    const { answer, text } = await world.get('/assets/statement.css');

    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(text).toBe(statementCss);
  });
});
