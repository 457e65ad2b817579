import { describe, expect, it } from 'vitest';
import { completeAuthorization } from '../../../shared/application/connect/complete-authorization.ts';
import { startAuthorization } from '../../../shared/application/connect/start-authorization.ts';
import { openTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';
import { connectWorld } from './connect-world.ts';
import { started } from './started-visit.ts';

const elevenMinutesMs = 11 * 60_000;

describe('completeAuthorization', () => {
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

  it('waits for its turn among the calls that are made for the company already', async () => {
    const world = await connectWorld();
    const pacer = new RecordingPacer();
    const refusals = [new DeferredError('pace', 4)];
    const run = pacer.run.bind(pacer);
    pacer.run = async (call, send) => {
      const refusal = refusals.pop();
      if (refusal !== undefined) throw refusal;
      return run(call, send);
    };
    const before = world.clock.nowEpochMs();

    const result = await completeAuthorization(
      { ...world.completion, pacer },
      await started(world),
    );

    expect(result.kind).toBe('connected');
    expect(world.clock.nowEpochMs() - before).toBe(4_000);
    expect(pacer.runs).toEqual([{ operatorId: anOperatorId, provider: 'stora', lane: 'live' }]);
  });

  it('asks the person to come back when there is no turn before the page gives up', async () => {
    const world = await connectWorld();
    const pacer = new RecordingPacer();
    pacer.run = async () => {
      throw new DeferredError('rate_limited', 40);
    };

    const result = await completeAuthorization(
      { ...world.completion, pacer },
      await started(world),
    );

    expect(result.kind).toBe('provider_unavailable');
    // The permission was given all the same, so it has to be withdrawn.
    expect(await world.retiredPairs.list(anOperatorId)).toHaveLength(1);
  });
});
