import { describe, expect, it } from 'vitest';
import {
  continueDisconnect,
  disconnect,
} from '../../../shared/application/disconnect/disconnect.ts';
import type { EndPairDeps } from '../../../shared/application/tokens/end-pair.ts';
import { endRetiredPair } from '../../../shared/application/tokens/end-retired-pair.ts';
import { lookAgain } from '../../../shared/application/tokens/look-again.ts';
import { retireStored } from '../../../shared/application/tokens/retire-pair.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import type { TokenPair } from '../../../shared/contracts/token-pairs.ts';
import type { OauthProvider } from '../../../shared/ports/oauth-provider.ts';
import { type LeavingWorld, leavingWorld, operatorId } from './leaving-world.ts';

const key = { operatorId, provider: 'xero' } as const;

/** Revoking at Xero ends all that the person gave: also what a standing worker knows nothing of. */
describe('a worker that stands still while somebody connects Xero anew', () => {
  it('revokes nothing after the company was taken out', async () => {
    const world = await leavingWorld();
    await world.connectXero('acorn');
    const deps = world.depsOf();
    const given = connectAnewAfter(world, deps, 'disconnectAccount');

    const end = await disconnect(deps, { ...key, actor: 'operator' });

    expect(end).toMatchObject({ kind: 'wait', reason: 'taken_over' });
    expect(await stillOpens(world, given.pair)).toBe(true);
  });

  it('takes nothing out either where it goes on with what was begun before', async () => {
    const world = await leavingWorld();
    await world.connectXero('acorn');
    const away = world.depsOf();
    answerInstead(away, {
      disconnectAccount: async () => ({ remaining: 0 }),
      revoke: async () => ({ kind: 'unknown', retryAfterSeconds: 60 }),
    });
    await disconnect(away, { ...key, actor: 'operator' });
    const deps = world.depsOf();
    const given = connectAnewAfter(world, deps, 'isAlive');

    expect(await continueDisconnect(deps, key)).toMatchObject({ reason: 'taken_over' });

    expect(await stillOpens(world, given.pair)).toBe(true);
  });

  it('revokes nothing for a replaced pair, and the next run forgets it', async () => {
    const world = await leavingWorld();
    await world.connectXero('acorn');
    const row = await rowOf(world);
    await retireStored(world.depsOf(), row);
    const [retired] = await world.retiredPairs.list(operatorId);
    await world.seed('xero', noPair, { ...row, status: 'disconnected', epoch: 2, tokenVersion: 2 });
    const deps = world.depsOf();
    const given = connectAnewAfter(world, deps, 'disconnectAccount');
    if (retired === undefined) throw new Error('Nothing was retired.');

    expect(await endRetiredPair(deps, retired)).toMatchObject({ reason: 'taken_over' });
    await world.tend(1);

    expect(await world.retiredPairs.list(operatorId)).toEqual([]);
    expect(await stillOpens(world, given.pair)).toBe(true);
  });
});

describe('a look', () => {
  it('says nothing any more when the worker stood still right after it', async () => {
    const { clock, connections, connectXero } = await leavingWorld();
    await connectXero('acorn');
    const slow = {
      get: async (wanted: typeof key) => {
        const row = await connections.get(wanted);
        clock.advance(2_001);
        return row;
      },
    };

    await expect(lookAgain({ connections: slow, clock }, key, 1)).rejects.toThrow('overtaken');
    await expect(lookAgain({ connections, clock }, key, 1)).resolves.toBeUndefined();
  });
});

const noPair = { accessToken: '', refreshToken: '' };

/** Right after that question was answered the first time, as if its worker stood still there. */
function connectAnewAfter(
  world: LeavingWorld,
  deps: EndPairDeps,
  question: 'isAlive' | 'disconnectAccount',
): { pair: TokenPair } {
  const given: { pair: TokenPair } = { pair: noPair };
  const { xero } = deps.providers;
  const afterwards = async () => {
    if (given.pair !== noPair) return;
    const { account, epoch, tokenVersion } = await rowOf(world);
    given.pair = await world.issueXeroPair('acorn');
    const anew = { account, epoch: epoch + 1, tokenVersion: tokenVersion + 1 };
    await world.seed('xero', given.pair, anew);
  };
  const ask = xero[question]?.bind(xero) as (...all: unknown[]) => Promise<unknown>;
  const answer = async (...all: unknown[]) => {
    const answered = await ask(...all);
    await afterwards();
    return answered;
  };
  answerInstead(deps, { [question]: answer });
  return given;
}

function answerInstead(deps: EndPairDeps, answers: Partial<OauthProvider>): void {
  deps.providers.xero = Object.assign(Object.create(deps.providers.xero), answers);
}

async function rowOf(world: LeavingWorld): Promise<Connection> {
  const row = await world.connections.get(key);
  if (row === undefined) throw new Error('Not connected.');
  return row;
}

async function stillOpens(world: LeavingWorld, pair: TokenPair): Promise<boolean> {
  const { xero } = world.providers;
  if (!(await xero.isAlive(pair.accessToken))) return false;
  return (await xero.refresh(pair.refreshToken ?? '')).kind === 'granted';
}
