import { describe, expect, it } from 'vitest';
import { judgeRefusal } from '../../../shared/application/tokens/judge-refusal.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import { connectWorld } from '../connect/connect-world.ts';

async function worldWithRefusal(overrides: Partial<Connection> = {}) {
  const world = await connectWorld();
  const connection = await world.seedConnection({ provider: 'xero', ...overrides });
  const { epoch, tokenVersion } = connection;
  const refused = { value: 'access-0', epoch, tokenVersion };
  return {
    world,
    connection,
    xero: world.providers.xero,
    judge: () => judgeRefusal(world, connection, refused),
    row: () => world.connections.get(connection),
  };
}

function failed(status: number | undefined, canRetryHelp: boolean): ProviderError {
  const effect = 'not_applied';
  return new ProviderError({ provider: 'xero', status, code: 'x', canRetryHelp, effect });
}

describe('judging a refused call', () => {
  it('says that a listed company stands, and changes nothing', async () => {
    const { world, connection, judge, row } = await worldWithRefusal();

    expect(await judge()).toBe('stands');

    expect(await row()).toEqual(connection);
    expect(world.activities.all()).toEqual([]);
  });

  it('gives up a company that was taken out, told once in row, activity and metric', async () => {
    const { world, xero, judge, row } = await worldWithRefusal();
    xero.isTakenOut = true;

    await expect(judge()).rejects.toMatchObject({
      name: 'NotConnectedError',
      provider: 'xero',
      status: 'needs_reconnect',
    });
    await expect(judge()).rejects.toMatchObject({ status: 'needs_reconnect' });

    expect(await row()).toMatchObject({ status: 'needs_reconnect', tokenVersion: 1, epoch: 1 });
    expect(world.log.counts.get('ConnectionNeedsReconnect')).toBe(1);
    expect(world.activities.all()).toMatchObject([
      { type: 'connection.needs_reconnect', detail: { provider: 'xero', reason: 'taken_out' } },
    ]);
  });

  it('believes a list without the company only when it is told twice', async () => {
    const { world, xero, judge, row } = await worldWithRefusal();
    xero.isTakenOut = true;
    xero.nextAlive(() => true);
    xero.nextAlive(() => {
      xero.isTakenOut = false;
      return true;
    });

    expect(await judge()).toBe('stands');

    expect(world.clock.sleptMs).toEqual([5_000]);
    expect((await row())?.status).toBe('connected');
  });

  it('leaves a connection alone that was made anew between the two looks', async () => {
    const { world, connection, xero, judge, row } = await worldWithRefusal();
    xero.isTakenOut = true;
    xero.nextAlive(() => {
      world.connections.seed({ ...connection, epoch: 2, tokenVersion: 2 });
      return true;
    });

    expect(await judge()).toBe('replaced');

    expect((await row())?.status).toBe('connected');
  });

  it('waits behind a refresh that is under way instead of marking beside it', async () => {
    const { world, connection, xero, judge, row } = await worldWithRefusal();
    xero.isTakenOut = true;
    const leaseUntilEpochMs = world.clock.nowEpochMs() + 45_000;
    world.connections.seed({ ...connection, leaseOwner: 'refresher', leaseUntilEpochMs });

    await expect(judge()).rejects.toMatchObject({ reason: 'token_refresh_running' });

    expect((await row())?.status).toBe('connected');
  });

  it('tells that it is the token, when the provider does not know that either', async () => {
    const { xero, judge } = await worldWithRefusal();
    xero.nextAlive(false);

    expect(await judge()).toBe('token_refused');
  });

  it.each([
    { overrides: undefined, status: 'absent' },
    { overrides: { status: 'disconnecting' }, status: 'disconnected' },
    { overrides: { status: 'disconnected' }, status: 'disconnected' },
    { overrides: { status: 'needs_reconnect' }, status: 'needs_reconnect' },
  ] as const)('asks nobody where the connection is $status already', async (given) => {
    const { world, connection, xero, judge } = await worldWithRefusal(given.overrides ?? {});
    const elsewhere = { operatorId: 'nobody', provider: 'xero' } as const;
    const refused = { value: 'access-0', epoch: connection.epoch, tokenVersion: 1 };
    const judged =
      given.overrides === undefined ? judgeRefusal(world, elsewhere, refused) : judge();

    await expect(judged).rejects.toMatchObject({
      name: 'NotConnectedError',
      status: given.status,
    });
    expect(xero.presented).toEqual([]);
  });

  it('puts the work off while the provider does not answer', async () => {
    const { xero, judge } = await worldWithRefusal();
    xero.nextAlive(() => Promise.reject(failed(503, true)));

    await expect(judge()).rejects.toMatchObject({ reason: 'standing_not_told' });
  });

  it('leaves the refusal as it is where the provider never says', async () => {
    const { xero, judge } = await worldWithRefusal();
    xero.nextAlive(() => Promise.reject(failed(404, false)));

    expect(await judge()).toBe('stands');
  });
});
