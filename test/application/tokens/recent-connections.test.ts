import { beforeEach, describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../shared/application/tokens/access-tokens.ts';
import { RecentConnections } from '../../../shared/application/tokens/recent-connections.ts';
import { rememberedAside } from '../../../shared/application/tokens/remembered-aside.ts';
import { rememberedConnections } from '../../../shared/application/tokens/remembered-connections.ts';
import { sealTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { NotConnectedError } from '../../../shared/domain/errors/errors.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
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
  const reads = readsOf(world);
  const recent = new RecentConnections(world);
  const connections = rememberedConnections(world.connections, recent);
  const tokens = createAccessTokens({ ...world, connections }, recent);
  return { world, rows, recent, connections, tokens, reads };
}

/** The row with a pair that opens under its epoch. */
async function resealed(world: ConnectWorld, row: Connection): Promise<Connection> {
  const pair = { accessToken: 'access-next', refreshToken: 'refresh-next' };
  return { ...row, sealedTokens: await sealTokenPair(world.vault, row, pair) };
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

  it('come from the reading with what stands aside, and leave that to be read anew', async () => {
    const { world, recent, tokens, reads } = opened;
    const stored = new InMemoryAside(world.connections);
    const aside = rememberedAside(stored, recent);
    const { operatorId } = row;

    expect((await aside.withConnections(operatorId)).marks).toEqual([]);
    const before = reads();
    await tokens.get(row);
    expect(reads()).toBe(before);

    await stored.note({ operatorId, queue: 'write-backs' }, world.clock.nowEpochMs());
    expect((await aside.withConnections(operatorId)).marks).toHaveLength(1);
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

  it('are served by the list that their batch has read', async () => {
    const { tokens, connections, rows, reads } = opened;
    await connections.list(row.operatorId);

    for (const one of rows) await tokens.get(one);

    expect(reads()).toBe(1);
  });

  it('are never older than a row that the process has looked at since', async () => {
    const { tokens, connections, world } = opened;
    await tokens.get(row);
    const newer = { ...row, epoch: 2, tokenVersion: 2 };
    world.connections.seed(await resealed(world, newer));
    world.clock.advance(1);
    await connections.get(row);

    expect(await tokens.get(row)).toMatchObject({ epoch: 2 });

    world.connections.seed({ ...newer, status: 'needs_reconnect' });
    world.clock.advance(1);
    await connections.list(row.operatorId);
    await expect(tokens.get(row)).rejects.toBeInstanceOf(NotConnectedError);
  });

  it('are read anew when the clock was set back, and remembered from then on', async () => {
    const { tokens, world, reads } = opened;
    await tokens.get(row);
    world.connections.seed(await resealed(world, { ...row, epoch: 2, tokenVersion: 2 }));
    world.clock.advance(-60_000);

    expect(await tokens.get(row)).toMatchObject({ epoch: 2 });
    expect(await tokens.get(row)).toMatchObject({ epoch: 2 });
    expect(reads()).toBe(2);
  });

  it('are those of what the process itself has stored', async () => {
    const { tokens, connections, world } = opened;
    await tokens.get(row);
    const next = await resealed(world, { ...row, epoch: 2, tokenVersion: 1 });

    expect(await connections.replace(next, 1)).toBe(true);

    expect(await tokens.get(row)).toMatchObject({ epoch: 2 });
  });

  it('are read anew after a refusal', async () => {
    const { tokens, world, reads } = opened;
    const refused = await tokens.get(row);
    world.connections.seed({ ...row, tokenVersion: 2 });

    expect(await tokens.replaceRejected(row, refused)).toMatchObject({ tokenVersion: 2 });
    const readsBefore = reads();
    await tokens.judgeRefusal(row, { ...refused, tokenVersion: 2 });
    await tokens.get(row);

    // The judgement has read it; that will do for the next call.
    expect(reads()).toBe(readsBefore + 1);
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
