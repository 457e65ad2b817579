import { describe, expect, it } from 'vitest';
import {
  type CallbackVisit,
  completeAuthorization,
} from '../../../shared/application/connect/complete-authorization.ts';
import { startAuthorization } from '../../../shared/application/connect/start-authorization.ts';
import { openTokenPair } from '../../../shared/application/connect/token-pairs.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { type ConnectWorld, connectWorld } from './connect-world.ts';

/** A person who pressed the button, gave permission, and is about to come back. */
async function started(
  world: ConnectWorld,
  options: { provider?: Provider; mayBeOtherAccount?: boolean; operatorId?: string } = {},
): Promise<CallbackVisit & { state: string }> {
  const { provider = 'stora', mayBeOtherAccount = false } = options;
  const session = await world.visit(options.operatorId);
  const url = await startAuthorization(world, { session, provider, mayBeOtherAccount });
  const state = new URL(url).searchParams.get('state') ?? '';
  return { provider, state, code: 'code-1', error: undefined, session };
}

const elevenMinutesMs = 11 * 60_000;

interface Case {
  title: string;
  arrange?: (world: ConnectWorld) => void | Promise<void>;
  change?: (
    visit: CallbackVisit & { state: string },
    world: ConnectWorld,
  ) => CallbackVisit | Promise<CallbackVisit>;
  kind: string;
  exchanges: number;
  connected: boolean;
}

const failure = (code: string, canRetryHelp: boolean) =>
  new ProviderError({ provider: 'stora', status: 503, code, canRetryHelp, effect: 'not_applied' });

const cases: Case[] = [
  { title: 'an ordinary answer', kind: 'connected', exchanges: 1, connected: true },
  {
    title: 'an unknown provider',
    change: (visit) => ({ ...visit, provider: 'quickbooks' }),
    kind: 'unknown_provider',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a provider name of an object member',
    change: (visit) => ({ ...visit, provider: 'constructor' }),
    kind: 'unknown_provider',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'no state',
    change: (visit) => ({ ...visit, state: undefined }),
    kind: 'state_missing',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'an empty state',
    change: (visit) => ({ ...visit, state: '' }),
    kind: 'state_missing',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a state of a megabyte',
    change: (visit) => ({ ...visit, state: 'x'.repeat(1_000_000) }),
    kind: 'state_missing',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a state nobody issued',
    change: (visit) => ({ ...visit, state: `${visit.state}x` }),
    kind: 'used_or_unknown',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a state with the mark for another company added on the way',
    change: (visit) => ({ ...visit, state: `${visit.state}.switch` }),
    kind: 'used_or_unknown',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'an answer after eleven minutes',
    change: (visit, world) => {
      world.clock.advance(elevenMinutesMs);
      return visit;
    },
    kind: 'used_or_unknown',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'the state of a start with the other provider',
    change: (visit) => ({ ...visit, provider: 'xero' }),
    kind: 'wrong_provider',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a browser without a visit',
    change: (visit) => ({ ...visit, session: undefined }),
    kind: 'wrong_browser',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'another browser of the same operator',
    change: async (visit, world) => ({ ...visit, session: await world.visit() }),
    kind: 'wrong_browser',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'the visit of another operator',
    change: async (visit, world) => {
      await world.operators.add(anOperator({ operatorId: 'acorn' }));
      return { ...visit, session: await world.visit('acorn') };
    },
    kind: 'wrong_browser',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a state swapped with that of another person',
    change: async (visit, world) => {
      await world.operators.add(anOperator({ operatorId: 'acorn' }));
      const other = await started(world, { operatorId: 'acorn' });
      return { ...visit, state: other.state };
    },
    kind: 'wrong_browser',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a denial',
    change: (visit) => ({ ...visit, code: undefined, error: 'access_denied' }),
    kind: 'denied',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a denial with a code',
    change: (visit) => ({ ...visit, error: 'access_denied' }),
    kind: 'denied',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a denial in another browser',
    change: (visit) => ({ ...visit, error: 'access_denied', session: undefined }),
    kind: 'wrong_browser',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'another error of the provider',
    change: (visit) => ({ ...visit, code: undefined, error: 'invalid_scope' }),
    kind: 'provider_error',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'no code',
    change: (visit) => ({ ...visit, code: undefined }),
    kind: 'code_missing',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'an empty code',
    change: (visit) => ({ ...visit, code: '' }),
    kind: 'code_missing',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a code too long to be one',
    change: (visit) => ({ ...visit, code: 'x'.repeat(3_000) }),
    kind: 'code_missing',
    exchanges: 0,
    connected: false,
  },
  {
    title: 'a code that the provider refuses',
    arrange: (world) => world.providers.stora.nextExchange({ kind: 'grant_refused' }),
    kind: 'code_refused',
    exchanges: 1,
    connected: false,
  },
  {
    title: 'client credentials that are refused once',
    arrange: (world) => world.providers.stora.nextExchange({ kind: 'client_refused' }),
    kind: 'connected',
    exchanges: 2,
    connected: true,
  },
  {
    title: 'client credentials that are refused twice',
    arrange: (world) => {
      world.providers.stora.nextExchange({ kind: 'client_refused' });
      world.providers.stora.nextExchange({ kind: 'client_refused' });
    },
    kind: 'our_fault',
    exchanges: 2,
    connected: false,
  },
  {
    title: 'a request that the provider calls wrong',
    arrange: (world) =>
      world.providers.stora.nextExchange({ kind: 'request_refused', code: 'invalid_request' }),
    kind: 'our_fault',
    exchanges: 1,
    connected: false,
  },
  {
    title: 'a provider that does not answer',
    arrange: (world) =>
      world.providers.stora.nextExchange({ kind: 'unknown', retryAfterSeconds: 5 }),
    kind: 'provider_unavailable',
    exchanges: 1,
    connected: false,
  },
  {
    title: 'an account question that fails once',
    arrange: (world) => world.providers.stora.failWhoIs(failure('no_answer', true)),
    kind: 'connected',
    exchanges: 1,
    connected: true,
  },
  {
    title: 'an account question that keeps failing',
    arrange: (world) => {
      for (let tries = 0; tries < 5; tries += 1) {
        world.providers.stora.failWhoIs(failure('no_answer', true));
      }
    },
    kind: 'provider_unavailable',
    exchanges: 1,
    connected: false,
  },
  {
    title: 'a grant without any company',
    arrange: (world) => world.providers.stora.failWhoIs(failure('no_account', false)),
    kind: 'no_account',
    exchanges: 1,
    connected: false,
  },
  {
    title: 'an operator that another visit connects at the same moment',
    arrange: (world) =>
      world.providers.stora.nextExchange(async () => {
        await world.seedConnection({ account: world.providers.stora.account });
        return world.providers.stora.aGrant();
      }),
    kind: 'connected',
    exchanges: 1,
    connected: true,
  },
];

describe('completeAuthorization', () => {
  for (const { title, arrange, change, kind, exchanges, connected } of cases) {
    it(`answers ${kind} to ${title}, with ${exchanges} exchanges`, async () => {
      const world = await connectWorld();
      await arrange?.(world);
      const visit = await started(world);

      const result = await completeAuthorization(
        world.completion,
        (await change?.(visit, world)) ?? visit,
      );

      expect(result.kind).toBe(kind);
      expect(world.providers.stora.exchanges).toHaveLength(exchanges);
      const row = await world.connections.get({ operatorId: anOperatorId, provider: 'stora' });
      expect(row?.status === 'connected').toBe(connected);
    });
  }

  it('exchanges once when the page is loaded again', async () => {
    const world = await connectWorld();
    const visit = await started(world);
    const first = await completeAuthorization(world.completion, visit);

    const second = await completeAuthorization(world.completion, visit);

    expect([first.kind, second.kind]).toEqual(['connected', 'used_or_unknown']);
    expect(world.providers.stora.exchanges).toHaveLength(1);
  });

  it('exchanges once when the callback comes twice at the same time', async () => {
    const world = await connectWorld();
    const visit = await started(world);

    const results = await Promise.all([
      completeAuthorization(world.completion, visit),
      completeAuthorization(world.completion, visit),
    ]);

    expect(results.map(({ kind }) => kind).sort()).toEqual(['connected', 'used_or_unknown']);
    expect(world.providers.stora.exchanges).toHaveLength(1);
  });

  it('burns the state of a callback in the wrong browser, so that nobody can use it later', async () => {
    const world = await connectWorld();
    const visit = await started(world);
    await completeAuthorization(world.completion, { ...visit, session: undefined });

    const result = await completeAuthorization(world.completion, visit);

    expect(result.kind).toBe('used_or_unknown');
    expect(world.providers.stora.exchanges).toHaveLength(0);
  });

  it('refuses an authorization that the store kept beyond its end', async () => {
    const world = await connectWorld();
    const visit = await started(world);
    const [row] = world.authorizations.all();
    if (row === undefined) throw new Error('Nothing was started.');
    const authorizations = { put: async () => {}, consume: async () => row };
    world.clock.advance(elevenMinutesMs);

    const result = await completeAuthorization({ ...world.completion, authorizations }, visit);

    expect(result.kind).toBe('expired');
  });

  it('sends the verifier that belongs to the challenge, and the redirect of this provider', async () => {
    const world = await connectWorld();
    const session = await world.visit();
    const start = { session, provider: 'xero', mayBeOtherAccount: false } as const;
    const url = new URL(await startAuthorization(world, start));

    const state = url.searchParams.get('state') ?? '';
    const visit = { provider: 'xero', state, code: 'c', error: undefined, session };
    await completeAuthorization(world.completion, visit);

    const [exchange] = world.providers.xero.exchanges;
    const hash = Buffer.from(world.crypto.sha256Hex(exchange?.codeVerifier ?? ''), 'hex');
    expect(url.searchParams.get('codeChallenge')).toBe(hash.toString('base64url'));
    expect(exchange?.redirectUri).toBe('https://portal.example/callback/xero');
    expect(exchange?.codeVerifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('stores the pair under a new epoch and never starts the version over', async () => {
    const world = await connectWorld();
    const account = world.providers.stora.account;
    await world.seedConnection({ epoch: 4, tokenVersion: 9, endpointId: 'old', account });

    await completeAuthorization(world.completion, await started(world));

    const row = await world.connections.get({ operatorId: anOperatorId, provider: 'stora' });
    expect(row).toMatchObject({ epoch: 5, tokenVersion: 10, status: 'connected', account });
    expect(row?.endpointId).toBeUndefined();
    expect(row && (await openTokenPair(world.vault, row)).accessToken).toBe('access-stora-1');
  });

  it('sets up what a fresh connection needs, and keeps the connection when that fails', async () => {
    const world = await connectWorld();
    await completeAuthorization(world.completion, await started(world));
    const broken = {
      ...world.completion,
      afterConnected: {
        ...world.completion.afterConnected,
        xero: () => Promise.reject(new Error('Not now.')),
      },
    };

    const result = await completeAuthorization(broken, await started(world, { provider: 'xero' }));

    expect(world.setUps).toEqual([`stora ${anOperatorId}`]);
    expect(result.kind).toBe('connected');
    expect(world.log.of('connection.set_up_incomplete')).toHaveLength(1);
  });

  it('changes nothing when another company was chosen by a slip', async () => {
    const world = await connectWorld();
    const before = await world.seedConnection({ account: { id: 'other', name: 'Acorn Ltd' } });

    const result = await completeAuthorization(world.completion, await started(world));

    expect(result).toEqual({
      kind: 'other_account',
      provider: 'stora',
      before: 'Acorn Ltd',
      now: 'Harbour Storage Ltd',
    });
    expect(await world.connections.get(before)).toEqual(before);
    expect(world.setUps).toEqual([]);
  });

  it('changes to another company when that was said beforehand', async () => {
    const world = await connectWorld();
    await world.seedConnection({ account: { id: 'other', name: 'Acorn Ltd' } });
    const visit = await started(world, { mayBeOtherAccount: true });

    const result = await completeAuthorization(world.completion, visit);

    expect(result.kind).toBe('connected');
    const row = await world.connections.get({ operatorId: anOperatorId, provider: 'stora' });
    expect(row?.account.name).toBe('Harbour Storage Ltd');
  });

  it('notes connecting and denying, and logs neither code, state nor token', async () => {
    const world = await connectWorld();
    const visit = await started(world);
    await completeAuthorization(world.completion, { ...visit, code: 'canary-code' });
    const denied = await started(world);
    await completeAuthorization(world.completion, { ...denied, error: 'access_denied' });

    const types = world.activities.all().map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('connection.'))).toEqual([
      'connection.connected',
      'connection.denied',
    ]);
    const written = world.log.text() + JSON.stringify(world.activities.all());
    for (const secret of ['canary-code', visit.state, 'access-stora', 'refresh-stora']) {
      expect(written).not.toContain(secret);
    }
  });

  it('stores no state, verifier or visit that could be used from the table', async () => {
    const world = await connectWorld();
    const visit = await started(world);

    const stored = JSON.stringify(world.authorizations.all());

    expect(stored).not.toContain(visit.state);
    expect(stored).not.toContain(visit.session?.sessionId);
  });
});
