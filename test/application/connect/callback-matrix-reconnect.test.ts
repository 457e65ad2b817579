import { describe, expect, it } from 'vitest';
import {
  type CallbackVisit,
  completeAuthorization,
} from '../../../shared/application/connect/complete-authorization.ts';
import { readSession } from '../../../shared/application/connect/portal-session.ts';
import { signText } from '../../../shared/application/connect/signed-text.ts';
import type { SessionClaims } from '../../../shared/contracts/portal-tokens.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { type ConnectWorld, connectWorld } from './connect-world.ts';
import { started } from './started-visit.ts';

type Visit = CallbackVisit & { state: string };

interface Case {
  title: string;
  /** Before the button is pressed. */
  arrange?: (world: ConnectWorld) => void | Promise<void>;
  mayBeOtherAccount?: boolean;
  /** What comes back instead of the ordinary answer. */
  change?: (visit: Visit, world: ConnectWorld) => CallbackVisit | Promise<CallbackVisit>;
  kind: string;
  exchanges?: number;
  isReplaced?: boolean;
  /** Lines in the activities that tell of a refused attempt. */
  refusals?: number;
}

const dayMs = 24 * 3_600_000;
const otherCompany = { id: 'account-2', name: 'Acorn Ltd' };

/** The cookie as the browser sends it now, read as the pages read it. */
async function sessionNow(world: ConnectWorld, session: SessionClaims | undefined) {
  const cookie = await signText(world.links.signer, 'session', session);
  return readSession(world.links, cookie);
}

async function revokeLinkOf(world: ConnectWorld, session: SessionClaims | undefined) {
  const link = await world.hostedLinks.get(anOperatorId, session?.linkId ?? '');
  if (link === undefined) throw new Error('There is no link.');
  await world.hostedLinks.put({ ...link, revokedAt: world.clock.nowIso() });
}

function withSession(visit: Visit, overrides: Partial<SessionClaims>): CallbackVisit {
  if (visit.session === undefined) throw new Error('There is no visit.');
  return { ...visit, session: { ...visit.session, ...overrides } };
}

function withError(error: string): Pick<Case, 'change'> {
  return { change: (visit) => ({ ...visit, code: undefined, error }) };
}

function withState(change: (state: string) => string): Pick<Case, 'change'> {
  return { change: (visit) => ({ ...visit, state: change(visit.state) }) };
}

function chooseOtherCompany({ providers }: ConnectWorld): void {
  providers.stora.account = otherCompany;
}

const cases: Case[] = [
  { title: 'the same company', kind: 'connected', exchanges: 1, isReplaced: true },
  {
    title: 'another company',
    arrange: chooseOtherCompany,
    kind: 'other_account',
    exchanges: 1,
  },
  {
    title: 'another company that was meant',
    arrange: chooseOtherCompany,
    mayBeOtherAccount: true,
    kind: 'connected',
    exchanges: 1,
    isReplaced: true,
  },
  {
    title: 'another company, and the mark for that taken from elsewhere',
    arrange: chooseOtherCompany,
    ...withState((state) => `${state}.switch`),
    kind: 'used_or_unknown',
  },
  {
    title: 'the mark for another company taken off',
    mayBeOtherAccount: true,
    ...withState((state) => state.replace('.switch', '')),
    kind: 'used_or_unknown',
  },
  { title: 'a denial', ...withError('access_denied'), kind: 'denied' },
  { title: 'a denial in capitals', ...withError('ACCESS_DENIED'), kind: 'provider_error' },
  { title: 'a server error', ...withError('server_error'), kind: 'provider_error' },
  { title: 'an error for later', ...withError('temporarily_unavailable'), kind: 'provider_error' },
  { title: 'refused scopes', ...withError('invalid_scope'), kind: 'provider_error' },
  { title: 'an empty error', ...withError(''), kind: 'provider_error' },
  {
    title: 'an error of a megabyte',
    ...withError('x'.repeat(1_000_000)),
    kind: 'provider_error',
  },
  { title: 'an error with markup', ...withError('<script>'), kind: 'provider_error' },
  {
    title: 'an error next to a good code',
    change: (visit) => ({ ...visit, error: 'server_error' }),
    kind: 'provider_error',
  },
  { title: 'half a state', ...withState((state) => state.slice(0, 20)), kind: 'used_or_unknown' },
  { title: 'a state in capitals', ...withState((s) => s.toUpperCase()), kind: 'used_or_unknown' },
  { title: 'a state with a blank', ...withState((s) => `${s} `), kind: 'used_or_unknown' },
  { title: 'a state with a null byte', ...withState((s) => `${s}\0`), kind: 'used_or_unknown' },
  { title: 'a state given twice', ...withState((s) => `${s},${s}`), kind: 'used_or_unknown' },
  {
    title: 'a provider in capitals',
    change: (visit) => ({ ...visit, provider: 'STORA' }),
    kind: 'unknown_provider',
  },
  {
    title: 'a provider with a path',
    change: (visit) => ({ ...visit, provider: '../stora' }),
    kind: 'unknown_provider',
  },
  {
    title: 'the answer at the other provider',
    change: (visit) => ({ ...visit, provider: 'xero' }),
    kind: 'wrong_provider',
    refusals: 1,
  },
  {
    title: 'a browser whose visit is over',
    change: (visit) => ({ ...visit, session: undefined }),
    kind: 'wrong_browser',
    refusals: 1,
  },
  {
    title: 'a link that was revoked meanwhile',
    async change(visit, world) {
      await revokeLinkOf(world, visit.session);
      return { ...visit, session: await sessionNow(world, visit.session) };
    },
    kind: 'wrong_browser',
    refusals: 1,
  },
  {
    title: 'a link that ended meanwhile',
    async change(visit, world) {
      const session = visit.session && { ...visit.session, expiresAtEpochMs: 0 };
      return { ...visit, session: await sessionNow(world, session) };
    },
    kind: 'wrong_browser',
    refusals: 1,
  },
  {
    title: 'another link of the same operator',
    change: async (visit, world) => ({ ...visit, session: await world.visit() }),
    kind: 'wrong_browser',
    refusals: 1,
  },
  {
    title: 'the same link in another browser',
    change: (visit) => withSession(visit, { sessionId: 'somebody-else' }),
    kind: 'wrong_browser',
    refusals: 1,
  },
  {
    title: 'the same browser with another link',
    change: (visit) => withSession(visit, { linkId: 'another-link' }),
    kind: 'wrong_browser',
    refusals: 1,
  },
  {
    title: 'the same browser as another operator',
    change: (visit) => withSession(visit, { operatorId: 'acorn' }),
    kind: 'wrong_browser',
    refusals: 1,
  },
  {
    title: 'a denial in the browser of another operator',
    change: (visit) => ({ ...withSession(visit, { operatorId: 'acorn' }), error: 'access_denied' }),
    kind: 'wrong_browser',
    refusals: 1,
  },
  {
    title: 'a state that another operator started',
    async change(visit, world) {
      await world.operators.add(anOperator({ operatorId: 'acorn' }));
      const theirs = await started(world, { operatorId: 'acorn' });
      return { ...visit, state: theirs.state };
    },
    kind: 'wrong_browser',
  },
  {
    title: 'an answer after a day',
    change(visit, world) {
      world.clock.advance(dayMs);
      return visit;
    },
    kind: 'used_or_unknown',
  },
  {
    title: 'a code that another person was given',
    arrange: (world) => world.providers.stora.nextExchange({ kind: 'grant_refused' }),
    change: (visit) => ({ ...visit, code: 'stolen' }),
    kind: 'code_refused',
    exchanges: 1,
  },
  {
    title: 'a grant without a refresh token',
    arrange: ({ providers }) =>
      providers.stora.nextExchange(() => providers.stora.aGrant({ refreshToken: undefined })),
    kind: 'connected',
    exchanges: 1,
    isReplaced: true,
  },
];

async function connectedWorld(): Promise<ConnectWorld> {
  const world = await connectWorld();
  await world.seedConnection({ account: world.providers.stora.account });
  return world;
}

function rowsOf(world: ConnectWorld) {
  return world.connections.list(anOperatorId);
}

function refusalsIn(world: ConnectWorld): number {
  const types = world.activities.all().map(({ type }) => type);
  return types.filter((type) => type === 'authorization.refused').length;
}

describe('completeAuthorization over a living connection', () => {
  for (const one of cases) {
    const { title, arrange, change, kind, exchanges = 0, isReplaced = false } = one;
    it(`answers ${kind} to ${title}, and ${isReplaced ? 'replaces' : 'keeps'} the pair`, async () => {
      const world = await connectedWorld();
      const before = await rowsOf(world);
      await arrange?.(world);
      const visit = await started(world, { mayBeOtherAccount: one.mayBeOtherAccount ?? false });

      const result = await completeAuthorization(
        world.completion,
        (await change?.(visit, world)) ?? visit,
      );

      expect(result.kind).toBe(kind);
      expect(world.providers.stora.exchanges).toHaveLength(exchanges);
      expect(world.providers.xero.exchanges).toHaveLength(0);
      const after = await rowsOf(world);
      if (isReplaced) expect(after[0]).toMatchObject({ epoch: 2, status: 'connected' });
      else expect(after).toEqual(before);
      if (exchanges === 0) expect(world.providers.stora.revocations).toEqual([]);
      expect(refusalsIn(world)).toBe(one.refusals ?? (kind === 'wrong_browser' ? 1 : 0));
    });
  }

  it('exchanges once and keeps the new pair when the answer comes five times at once', async () => {
    const world = await connectedWorld();
    const visit = await started(world);

    const results = await Promise.all(
      Array.from({ length: 5 }, () => completeAuthorization(world.completion, visit)),
    );

    const kinds = results.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'connected')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'used_or_unknown')).toHaveLength(4);
    expect(world.providers.stora.exchanges).toHaveLength(1);
    expect(await rowsOf(world)).toMatchObject([{ epoch: 2, status: 'connected' }]);
  });

  it('exchanges nothing when the verifier was copied from the row of another operator', async () => {
    const world = await connectedWorld();
    await world.operators.add(anOperator({ operatorId: 'acorn' }));
    const visit = await started(world);
    await started(world, { operatorId: 'acorn' });
    const [mine, theirs] = world.authorizations.all();
    if (mine === undefined || theirs === undefined) throw new Error('Nothing was started.');
    await world.authorizations.put({ ...mine, sealedVerifier: theirs.sealedVerifier });

    const answer = completeAuthorization(world.completion, visit);

    await expect(answer).rejects.toThrow('another context');
    expect(world.providers.stora.exchanges).toHaveLength(0);
  });
});
