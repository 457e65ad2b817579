import { describe, expect, it } from 'vitest';
import { sampleUsers } from '../../../infra/local/vendors/xero/oauth/consent-page.ts';
import {
  type DisconnectResult,
  disconnect,
} from '../../../shared/application/disconnect/disconnect.ts';
import { loadEnding } from '../../../shared/application/disconnect/show-disconnect.ts';
import {
  endRetiredPair,
  endRetiredPairsOf,
} from '../../../shared/application/tokens/end-retired-pair.ts';
import { retireLoose, retireStored } from '../../../shared/application/tokens/retire-pair.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { TokenPair } from '../../../shared/contracts/token-pairs.ts';
import { disconnectView } from '../../../shared/domain/portal/disconnect-view.ts';
import { answerInstead } from './answer-instead.ts';
import { type LeavingWorld, leavingWorld, operatorId } from './leaving-world.ts';

const harbour = { id: 'harbour.example', name: 'Harbour Storage' };

function leave(world: LeavingWorld, provider: Provider, deps = world.depsOf()) {
  return disconnect(deps, { operatorId, provider, actor: 'operator' });
}

/** A company was chosen that is not the connected one, and its permission was refused. */
async function refuse(world: LeavingWorld, tokens: TokenPair, deps = world.depsOf()) {
  const provider = 'stora' as const;
  const expiresAtEpochMs = world.clock.nowEpochMs() + 7_200_000;
  const loose = { operatorId, provider, account: harbour, epoch: 0, tokens, expiresAtEpochMs };
  await retireLoose(deps, loose);
}

/** As `oauth-callback` does, with a set-up that failed before it came to the old pair. */
async function reconnectStora(world: LeavingWorld) {
  const before = await world.connections.get({ operatorId, provider: 'stora' });
  if (before === undefined) throw new Error('Not connected.');
  await retireStored(world.depsOf(), before);
  await world.seed('stora', world.issueStoraPair(), { epoch: 2, tokenVersion: 2 });
}

async function pageOf(world: LeavingWorld, provider: Provider) {
  const { connection, open } = await loadEnding(world, { operatorId, provider });
  const { title, paragraphs } = disconnectView(provider, connection, { open });
  return { title, text: paragraphs.join(' ') };
}

/** Revocations get no answer until told. */
function storaThatIsSilent(world: LeavingWorld) {
  const deps = world.depsOf();
  answerInstead(deps, 'stora', {
    revoke: async () => ({ kind: 'unknown', retryAfterSeconds: 60 }),
  });
  return deps;
}

describe('disconnected is said of Stora', () => {
  it.each([
    {
      what: 'a company was refused',
      arrange: (world: LeavingWorld) => refuse(world, world.issueStoraPair('harbour')),
    },
    { what: 'it was connected anew without ending the old pair', arrange: reconnectStora },
  ])('when no pair of the operator is alive, also after $what', async ({ arrange }) => {
    const world = await leavingWorld();
    await world.connectStora();
    await arrange(world);
    expect(world.livePairs()).toHaveLength(2);

    expect((await leave(world, 'stora')).kind).toBe('disconnected');

    expect(world.livePairs()).toEqual([]);
    expect(await world.retiredPairs.list(operatorId)).toEqual([]);
    expect((await pageOf(world, 'stora')).title).toBe('Stora is disconnected');
  });

  it('only when also the pair that lost its place is proven dead', async () => {
    const world = await leavingWorld();
    await world.connectStora();
    await reconnectStora(world);
    const [retired] = await world.retiredPairs.list(operatorId);
    if (retired === undefined) throw new Error('Nothing was retired.');
    const nowEpochMs = world.clock.nowEpochMs();
    await world.retiredPairs.takeLease(retired, { nowEpochMs, untilEpochMs: nowEpochMs + 120_000 });

    const end: DisconnectResult = await leave(world, 'stora');

    expect(end).toMatchObject({ kind: 'wait', reason: 'retired_pair_busy' });
    expect(world.livePairs()).toHaveLength(1);
    expect((await pageOf(world, 'stora')).title).toBe('Stora is being disconnected');
    await world.tend(2);
    expect(world.livePairs()).toEqual([]);
    expect((await pageOf(world, 'stora')).title).toBe('Stora is disconnected');
  });

  it('not any more when a pair is found alive afterwards, until that is ended too', async () => {
    const world = await leavingWorld();
    await world.connectStora();
    await leave(world, 'stora');
    await refuse(world, world.issueStoraPair('harbour'));

    const { title, text } = await pageOf(world, 'stora');
    expect(title).toBe('Stora is not quite disconnected yet');
    expect(text).toContain('One earlier permission of Harbour Storage');
    expect(await leave(world, 'stora', storaThatIsSilent(world))).toMatchObject({ kind: 'wait' });
    expect(await leave(world, 'stora')).toEqual({ kind: 'not_connected' });

    expect(world.livePairs()).toEqual([]);
    expect((await pageOf(world, 'stora')).title).toBe('Stora is disconnected');
  });

  it('not where nothing was ever connected, but a refused company is open', async () => {
    const world = await leavingWorld();
    await refuse(world, world.issueStoraPair('harbour'));

    expect((await pageOf(world, 'stora')).text).toContain('Still open');
    await leave(world, 'stora');

    expect(world.livePairs()).toEqual([]);
    expect((await pageOf(world, 'stora')).title).toBe('Stora is not connected');
  });
});

describe('disconnected is said of Xero', () => {
  it('of the one company only, where the same person gave us another one', async () => {
    const world = await leavingWorld();
    await world.connectXero('acorn');
    await world.issueXeroPair('harbour');

    await leave(world, 'xero');

    const row = await world.connections.get({ operatorId, provider: 'xero' });
    expect(row).toMatchObject({ status: 'disconnected', othersOpen: 1 });
    const { text } = await pageOf(world, 'xero');
    expect(text).toContain('Xero no longer lets us into Acorn');
    expect(text).toContain('also gave us one other company there');
    expect(text).not.toContain('no longer accepts our access');
  });

  it('of everything, where nothing else was given', async () => {
    const world = await leavingWorld();
    const pair = await world.connectXero('acorn');

    await leave(world, 'xero');

    expect((await pageOf(world, 'xero')).text).toContain('no longer accepts our access');
    const answer = await world.providers.xero.refresh(pair.refreshToken ?? '');
    expect(answer.kind).toBe('grant_refused');
  });

  it('only where the company is gone from the list, whatever taking it out answered', async () => {
    const world = await leavingWorld();
    await world.connectXero('acorn');
    const deps = world.depsOf();
    answerInstead(deps, 'xero', { disconnectAccount: async () => ({ remaining: 1 }) });

    expect(await leave(world, 'xero', deps)).toMatchObject({ reason: 'RevocationIneffective' });
  });
});

describe('a pair that lost its place', () => {
  it('at Xero is ended when it is of another person, and spares the one in use', async () => {
    const world = await leavingWorld();
    const first = await world.connectXero('acorn');
    const before = await world.connections.get({ operatorId, provider: 'xero' });
    if (before === undefined) throw new Error('Not connected.');
    await retireStored(world.depsOf(), before);
    const second = await world.issueXeroPair('acorn', sampleUsers[1]?.id);
    await world.seed('xero', second, { account: before.account, epoch: 2, tokenVersion: 2 });

    await world.tend(1);

    expect(await world.retiredPairs.list(operatorId)).toEqual([]);
    const { xero } = world.providers;
    expect((await xero.refresh(first.refreshToken ?? '')).kind).toBe('grant_refused');
    expect(await xero.standingOf(second.accessToken, before.account)).toBe('stands');
  });

  it('can be tried again at once after a try that came to nothing', async () => {
    const world = await leavingWorld();
    await refuse(world, world.issueStoraPair('harbour'));

    await endRetiredPairsOf(storaThatIsSilent(world), operatorId);
    expect(await endRetiredPairsOf(world.depsOf(), operatorId)).toBeUndefined();

    expect(world.livePairs()).toEqual([]);
  });

  it('that cannot be read keeps no other one from its end', async () => {
    const world = await leavingWorld();
    const deps = world.depsOf();
    await refuse(world, world.issueStoraPair('harbour'), deps);
    await refuse(world, world.issueStoraPair('acorn'), deps);
    const [first] = await world.retiredPairs.list(operatorId);
    if (first === undefined) throw new Error('Nothing was retired.');
    await world.retiredPairs.keep(first, { sealedTokens: 'broken', expiresAtEpochMs: 0 });

    await expect(endRetiredPairsOf(world.depsOf(), operatorId)).rejects.toThrow();

    expect(await world.retiredPairs.list(operatorId)).toHaveLength(1);
    expect(world.livePairs()).toHaveLength(1);
  });

  it('and was ended by another worker meanwhile is over, not busy', async () => {
    const world = await leavingWorld();
    const gone = { operatorId, provider: 'stora', pairId: 'gone' } as const;

    expect(await endRetiredPair(world.depsOf(), gone)).toEqual({ kind: 'ended' });
  });
});
