import { describe, expect, it } from 'vitest';
import type { Connection } from '../../shared/contracts/connection-item.ts';
import { refreshAheadMs } from '../../shared/domain/tokens/refresh-rhythm.ts';
import { type SweepPart, sweepPlaceOf } from '../../shared/domain/tokens/sweep-place.ts';
import type { Connections } from '../../shared/ports/connections.ts';
import { aConnection } from '../builders/a-connection.ts';
import { type Current, fence, lease, now, swept, tokens } from './connection-refreshes-suite.ts';

const half: SweepPart = { kind: 'half_made' };
const aheadMs = refreshAheadMs('xero');

/** Operators of one and the same shard, so that their order shows. */
const [first = '', second = '', third = ''] = Array.from(
  { length: 100 },
  (_, n) => `operator-${n}`,
).filter((operatorId) => partOf(operatorId).shard === 0);

function partOf(operatorId: string): Extract<SweepPart, { kind: 'due' }> {
  const { part } = sweepPlaceOf(aConnection({ operatorId }));
  if (part.kind !== 'due') throw new Error('A ledger has no endpoint to lack.');
  return part;
}

/** What the sweep over tokens asks of the store: it finds what is due, and nothing else. */
export function connectionSweepsSuite(connections: Current): void {
  describe('of what is due', () => dueSuite(connections));
  describe('of what is half made', () => halfMadeSuite(connections));
  describe('placeForSweep', () => placeSuite(connections));
  describe('manyReadable', () => manyReadableSuite(connections));
}

function storing(connections: Current) {
  return (overrides: Partial<Connection>) => connections().replace(aConnection(overrides), 0);
}

async function idsIn(
  connections: Current,
  part: SweepPart,
  span: Parameters<Connections['sweepPage']>[1],
): Promise<string[]> {
  const { keys } = await connections().sweepPage(part, span);
  return keys.map(({ operatorId }) => operatorId);
}

function dueSuite(connections: Current): void {
  const store = storing(connections);
  it('names the rows that are to be refreshed before the instant, the most urgent first', async () => {
    const late = now + 3_000 + aheadMs;
    await store({ operatorId: first, expiresAtEpochMs: now + 1_000 + aheadMs });
    await store({ operatorId: second, expiresAtEpochMs: now - 1_000 + aheadMs });
    await store({ operatorId: third, expiresAtEpochMs: now + 2_000 + aheadMs });
    await store({ operatorId: first, provider: 'stora', expiresAtEpochMs: now, endpointId: 'e' });

    const span = { beforeEpochMs: now + 2_000, atMost: 10 };
    expect(await idsIn(connections, partOf(first), span)).toEqual([second, first]);
    expect(await idsIn(connections, partOf(first), { ...span, beforeEpochMs: late })).toHaveLength(
      3,
    );
  });

  it('names what is stored anew at its new place only', async () => {
    await store({ operatorId: first, expiresAtEpochMs: now });
    await connections().takeLease(fence({ operatorId: first }), lease);
    await connections().storeTokens(fence({ operatorId: first }), tokens, {});

    const dueEpochMs = tokens.expiresAtEpochMs - aheadMs;
    expect(
      await idsIn(connections, partOf(first), { beforeEpochMs: dueEpochMs, atMost: 10 }),
    ).toEqual([]);
    const found = { beforeEpochMs: dueEpochMs + 1, atMost: 10 };
    expect(await idsIn(connections, partOf(first), found)).toEqual([first]);
  });

  it('names no row that needs a person or was disconnected', async () => {
    await store({ operatorId: first, expiresAtEpochMs: now });
    await connections().takeLease(fence({ operatorId: first }), lease);
    await connections().markNeedsReconnect(fence({ operatorId: first }));
    await store({ operatorId: second, expiresAtEpochMs: now, status: 'disconnected' });

    expect(await swept(connections())).toEqual([]);
  });

  it('continues behind a page until there is nothing more', async () => {
    for (const [n, operatorId] of [first, second, third].entries()) {
      await store({ operatorId, expiresAtEpochMs: now + n });
    }

    const span = { beforeEpochMs: now, atMost: 2 };
    const page = await connections().sweepPage(partOf(first), span);
    expect(page.keys.map(({ operatorId }) => operatorId)).toEqual([first, second]);
    const rest = await connections().sweepPage(partOf(first), {
      ...span,
      after: page.next ?? '',
    });
    expect(rest).toEqual({ keys: [{ operatorId: third, provider: 'xero' }], next: undefined });
  });
}

function halfMadeSuite(connections: Current): void {
  const store = storing(connections);
  it('names connections to the source without endpoint, whenever their token ends', async () => {
    await store({ operatorId: first, provider: 'stora', expiresAtEpochMs: now + 9e9 });
    await store({ operatorId: second, provider: 'stora', endpointId: 'there' });
    await store({ operatorId: third });

    expect(await idsIn(connections, half, { atMost: 10 })).toEqual([first]);
  });

  it('goes on naming one whose endpoint is there until it is placed', async () => {
    const made = { operatorId: first, provider: 'stora', endpointId: 'e', epoch: 1 } as const;
    await store({ operatorId: first, provider: 'stora' });
    await connections().setEndpoint(made, 'e');
    expect(await idsIn(connections, half, { atMost: 10 })).toEqual([first]);

    const [row] = await connections().manyReadable([made]);
    expect(row && (await connections().placeForSweep(row))).toBe(true);

    expect(await idsIn(connections, half, { atMost: 10 })).toEqual([]);
    expect(await swept(connections())).toEqual([{ operatorId: first, provider: 'stora' }]);
  });

  it('keeps one that is refreshed without an endpoint', async () => {
    await store({ operatorId: first, provider: 'stora' });
    const held = fence({ operatorId: first, provider: 'stora' });
    await connections().takeLease(held, lease);
    await connections().storeTokens(held, tokens, {});

    expect(await idsIn(connections, half, { atMost: 10 })).toEqual([first]);
  });
}

function placeSuite(connections: Current): void {
  const store = storing(connections);
  it('moves no row that has changed since it was read, and brings none back', async () => {
    const key = { operatorId: first, provider: 'xero' } as const;
    await store({ operatorId: first, expiresAtEpochMs: now });
    const [row] = await connections().manyReadable([key]);
    if (row === undefined) throw new Error('It was stored.');
    await connections().takeLease(fence(key), lease);
    await connections().storeTokens(fence(key), tokens, {});
    expect(await connections().placeForSweep(row)).toBe(false);

    const next = fence({ ...key, tokenVersion: 2 });
    await connections().takeLease(next, lease);
    await connections().markNeedsReconnect(next);
    expect(await connections().placeForSweep({ ...row, tokenVersion: 2 })).toBe(false);
    expect(await connections().placeAsBefore({ ...row, tokenVersion: 2 })).toBe(false);
    expect(await swept(connections())).toEqual([]);
  });

  it('puts one where versions before look for it, and nowhere else', async () => {
    await store({ operatorId: first, expiresAtEpochMs: now });
    await store({ operatorId: second, provider: 'stora', expiresAtEpochMs: now + 1 });
    const rows = await connections().manyReadable([
      { operatorId: first, provider: 'xero' },
      { operatorId: second, provider: 'stora' },
    ]);
    for (const row of rows) expect(await connections().placeAsBefore(row)).toBe(true);

    const former = (beforeEpochMs: number) =>
      idsIn(connections, { kind: 'former' }, { beforeEpochMs, atMost: 10 });
    // By the end of the token.
    expect(await former(now + 1)).toEqual([first]);
    expect(await former(now + 2)).toEqual([first, second]);
    expect(await swept(connections())).toHaveLength(2);
  });
}

function manyReadableSuite(connections: Current): void {
  const store = storing(connections);
  it('reads those that are there, in the order of the keys', async () => {
    await store({ operatorId: second });
    await store({ operatorId: first });
    const keys = [first, 'nobody', second].map(
      (operatorId) => ({ operatorId, provider: 'xero' }) as const,
    );

    expect(await connections().manyReadable(keys)).toEqual([
      aConnection({ operatorId: first }),
      aConnection({ operatorId: second }),
    ]);
    expect(await connections().manyReadable([])).toEqual([]);
  });
}
