import { beforeEach, describe, expect, it } from 'vitest';
import type { RemoveOperatorDeps } from '../../../shared/application/disconnect/remove-operator.ts';
import { tendConnections } from '../../../shared/application/disconnect/tend-connections.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperator } from '../../builders/an-operator.ts';
import { type LeavingWorld, leavingWorld } from './leaving-world.ts';

const minuteMs = 60_000;

let world: LeavingWorld;
beforeEach(async () => {
  world = await leavingWorld();
});

/** Puts a connection to Stora there that is to be ended, since so many minutes. */
async function leave(operatorId: string, sinceMinutes: number): Promise<void> {
  const since = new Date(world.clock.nowEpochMs() - sinceMinutes * minuteMs).toISOString();
  const pair = { accessToken: `access ${operatorId}`, refreshToken: `refresh ${operatorId}` };
  await world.seed('stora', pair, {
    ...aConnection({ provider: 'stora', operatorId, status: 'disconnecting' }),
    leaving: { since, actor: 'operator' },
  });
}

/** What Stora is asked about, in order; `answers` says when, whose answer is that the token is dead. */
function asking(answers: (operatorId: string) => Promise<void> = async () => {}) {
  const asked: string[] = [];
  const deps = world.depsOf();
  const stora: RemoveOperatorDeps['providers']['stora'] = {
    ...deps.providers.stora,
    isAlive: async (accessToken) => {
      const operatorId = accessToken.replace('access ', '');
      asked.push(operatorId);
      await answers(operatorId);
      return false;
    },
    refresh: async () => ({ kind: 'grant_refused' }),
  };
  const providers = { ...deps.providers, stora };
  const tend = (forMs = 3 * minuteMs) =>
    tendConnections({ ...deps, providers }, world.clock.nowEpochMs() + forMs);
  return { asked, tend };
}

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(2, '0')}`);

describe('the tending of connections', () => {
  it.each([8, 20])('ends one that answers beside %i that hang', async (count) => {
    for (const operatorId of names('hangs', count)) await leave(operatorId, 60);
    await leave('answers', 1);
    // Those that hang end when the last was asked: were it to wait for them, none would.
    const reached = Promise.withResolvers<void>();
    const { tend } = asking(async (operatorId) => {
      if (operatorId.startsWith('hangs')) await reached.promise;
      else reached.resolve();
    });

    await tend();

    const row = await world.connections.get({ operatorId: 'answers', provider: 'stora' });
    expect(row?.status).toBe('disconnected');
  });

  it('begins with those whose last try is the longest ago', async () => {
    for (const operatorId of names('tried', 20)) await leave(operatorId, 60);
    await asking(() => Promise.reject(new Error('No answer.'))).tend();
    await leave('untried', 30);
    const { asked, tend } = asking();

    await tend();

    expect(asked[0]).toBe('untried');
    expect(asked).toHaveLength(21);
  });

  it('gives each kind its turn: a pair to revoke does not wait for all who disconnect', async () => {
    for (const operatorId of names('leaving', 40)) await leave(operatorId, 60);
    const pair = await world.issueStoraPair();
    const stored = await world.seed('stora', pair, { operatorId: 'replaced' });
    await world.retiredPairs.put({ ...stored, pairId: 'pair', retiredAt: world.clock.nowIso() });
    const began: string[] = [];
    const leaseOf = world.retiredPairs.takeLease.bind(world.retiredPairs);
    world.retiredPairs.takeLease = (key, lease) => {
      began.push('retired');
      return leaseOf(key, lease);
    };
    const { tend } = asking(async () => void began.push('leaving'));

    await tend();

    expect(began.indexOf('retired')).toBeGreaterThanOrEqual(0);
    expect(began.indexOf('retired')).toBeLessThan(20);
  });

  it('ends what it can of a removed operator although one side throws', async () => {
    const operatorId = 'removed';
    await world.operators.add(anOperator({ operatorId }));
    await world.operators.beginRemoval(operatorId, {
      since: world.clock.nowIso(),
      actor: 'partner',
    });
    await leave(operatorId, 60);
    await world.seed('xero', await world.issueXeroPair('acorn'), { operatorId });
    world.connections.seed({
      ...aConnection({ provider: 'stora', operatorId, status: 'disconnecting' }),
      sealedTokens: 'not ours',
      leaving: { since: world.clock.nowIso(), actor: 'operator' },
    });
    const { tend } = asking();

    const counts = await tend();

    const xero = await world.connections.get({ operatorId, provider: 'xero' });
    expect(xero?.status).toBe('disconnected');
    expect(counts).toMatchObject({ failed: 2 });
  });

  it('counts what the time did not reach', async () => {
    for (const operatorId of names('leaving', 3)) await leave(operatorId, 60);
    const { asked, tend } = asking();

    expect(await tend(0)).toEqual({ ended: 0, waiting: 0, failed: 0, left: 3 });
    expect(asked).toEqual([]);
  });
});
