import { beforeEach, describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../shared/application/tokens/access-tokens.ts';
import { RecentConnections } from '../../../shared/application/tokens/recent-connections.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { NotConnectedError } from '../../../shared/domain/errors/errors.ts';
import { type ConnectWorld, connectWorld } from '../connect/connect-world.ts';

const minuteMs = 60_000;
const [source, target] = ['stora', 'xero'] as const;

async function open(leftMs = 60 * minuteMs) {
  const world = await connectWorld();
  const expiresAtEpochMs = world.clock.nowEpochMs() + leftMs;
  const rows = [
    await world.seedConnection({ provider: target, expiresAtEpochMs }),
    await world.seedConnection({ provider: source, expiresAtEpochMs }),
  ];
  const recent = new RecentConnections(world);
  return { world, rows, recent, tokens: createAccessTokens(world, recent), reads: readsOf(world) };
}

/** Counts reads of rows, one by one or as a list. */
function readsOf({ connections }: ConnectWorld): () => number {
  let reads = 0;
  const get = connections.get.bind(connections);
  const list = connections.list.bind(connections);
  connections.get = (key) => {
    reads += 1;
    return get(key);
  };
  connections.list = (operatorId) => {
    reads += 1;
    return list(operatorId);
  };
  return () => reads;
}

describe('tokens of one connection in a row', () => {
  let opened: Awaited<ReturnType<typeof open>>;
  let row: Connection;
  beforeEach(async () => {
    opened = await open();
    row = opened.rows[0] as Connection;
  });

  it('come from one reading for ten seconds, and say when that was', async () => {
    const { tokens, world, reads } = opened;
    const readAtEpochMs = world.clock.nowEpochMs();

    for (const stepMs of [0, 4_000, 6_000]) {
      world.clock.advance(stepMs);
      expect(await tokens.get(row)).toMatchObject({ readAtEpochMs });
    }
    expect(reads()).toBe(1);
    world.clock.advance(1);
    expect(await tokens.get(row)).toMatchObject({ readAtEpochMs: readAtEpochMs + 10_001 });
    expect(reads()).toBe(2);
  });

  it('are served by the list of their batch', async () => {
    const { tokens, recent, rows, reads } = opened;
    await recent.noting(
      () => opened.world.connections.list(row.operatorId),
      (listed) => listed,
    );

    for (const one of rows) await tokens.get(one);

    expect(reads()).toBe(1);
  });

  it('are read anew after a refusal', async () => {
    const { tokens, world, reads } = opened;
    const refused = await tokens.get(row);
    world.connections.seed({ ...row, tokenVersion: 2 });

    expect(await tokens.replaceRejected(row, refused)).toMatchObject({ tokenVersion: 2 });
    const readsBefore = reads();
    await tokens.judgeRefusal(row, { ...refused, tokenVersion: 2 });
    await tokens.get(row);

    expect(reads()).toBe(readsBefore + 2);
  });

  it.each(['needs_reconnect', 'disconnecting', undefined] as const)(
    'are read each time while the row is %s',
    async (status) => {
      const { tokens, world, reads } = opened;
      const gone = { ...row, operatorId: 'birch' };
      if (status !== undefined) world.connections.seed({ ...gone, status });

      await expect(tokens.get(gone)).rejects.toBeInstanceOf(NotConnectedError);
      await expect(tokens.get(gone)).rejects.toBeInstanceOf(NotConnectedError);
      expect(reads()).toBe(2);
      const pair = await world.seedConnection({ operatorId: 'birch', provider: target });
      expect(await tokens.get(pair)).toMatchObject({ epoch: pair.epoch });
    },
  );

  it('are not those of another operator or provider', async () => {
    const { tokens, world, reads } = opened;
    await tokens.get(row);
    const other = await world.seedConnection({ operatorId: 'birch', provider: target, epoch: 7 });

    expect(await tokens.get(other)).toMatchObject({ epoch: 7 });
    await tokens.get({ operatorId: row.operatorId, provider: source });
    expect(reads()).toBe(3);
  });

  it('forget what was being read while the row was written', async () => {
    const { recent, world } = opened;
    const get = world.connections.get.bind(world.connections);
    world.connections.get = async (key) => {
      const read = await get(key);
      recent.forget(key);
      return read;
    };

    await recent.read(row);

    expect(recent.kept(row)).toBeUndefined();
  });
});

it('remembers a row for two seconds only while a refresh of it is due', async () => {
  const { tokens, world, rows, reads } = await open(14 * minuteMs);
  const [row] = rows as [Connection];
  await tokens.get(row);
  world.clock.advance(2_000);
  await tokens.get(row);
  expect(reads()).toBe(1);
  world.clock.advance(1);
  await tokens.get(row);
  expect(reads()).toBe(2);
});
