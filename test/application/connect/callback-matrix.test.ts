import { describe, expect, it } from 'vitest';
import {
  type CallbackVisit,
  completeAuthorization,
} from '../../../shared/application/connect/complete-authorization.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { type ConnectWorld, connectWorld } from './connect-world.ts';
import { started } from './started-visit.ts';

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

describe('completeAuthorization, callback by callback', () => {
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
});
