import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { DynamoConnections } from '../../../shared/adapters/dynamodb/connections.ts';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import { DynamoRates } from '../../../shared/adapters/dynamodb/rates.ts';
import { DynamoRecordCounts } from '../../../shared/adapters/dynamodb/record-counts.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { type LocalTable, useDynalite } from '../../support/dynalite-table.ts';

const fence = {
  operatorId: anOperatorId,
  provider: 'xero',
  tokenVersion: 1,
  epoch: 1,
  leaseOwner: 'worker-a',
} as const;
const lease = { nowEpochMs: 1_000, untilEpochMs: 46_000 };
const tokens = { sealedTokens: 'bmV3', expiresAtEpochMs: 2_000, scopes: 'new' };

describe('a write whose answer got lost', () => {
  const newTable = useDynalite();
  let local: LocalTable;
  beforeEach(async () => {
    local = await newTable();
  });

  it('is known as ours when a link was saved', async () => {
    const links = new DynamoLinks({ ...local, clock: new FakeClock() });
    const attempts = loseNextAnswer(local.client);

    expect(await links.save(aLink())).toEqual(aLink({ revision: 1 }));
    expect(attempts()).toBe(2);
  });

  it('is known as ours when a rate was saved', async () => {
    const rates = new DynamoRates(local);
    const rate = { operatorId: anOperatorId, provider: 'stora', revision: 0 } as const;
    loseNextAnswer(local.client);

    const saved = await rates.save({ ...rate, stampsEpochMs: [], blockedUntilEpochMs: 0 });

    expect(saved).toMatchObject({ revision: 1 });
  });

  it('is known as ours at every fenced write of a connection', async () => {
    const connections = new DynamoConnections(local);
    const lost = async <T>(write: () => Promise<T>, others = 0) => {
      const attempts = loseNextAnswer(local.client);
      const answer = await write();
      expect(attempts()).toBe(2 + others);
      return answer;
    };
    const { leaseOwner } = fence;
    const leased = { leaseOwner, leaseUntilEpochMs: lease.untilEpochMs };

    expect(await lost(() => connections.replace(aConnection(), 0))).toBe(true);
    expect(await lost(() => connections.takeLease(fence, lease))).toEqual(aConnection(leased));
    expect(await lost(() => connections.storeTokens(fence, tokens, {}))).toBe(true);
    const next = { ...fence, tokenVersion: 2 };
    expect(await lost(() => connections.takeLease(next, lease))).toMatchObject(leased);
    // That its owner has to be written to is a write of its own.
    expect(await lost(() => connections.markNeedsReconnect(next), 1)).toBe(true);

    expect(await connections.get(fence)).toEqual(
      aConnection({ ...tokens, tokenVersion: 2, status: 'needs_reconnect' }),
    );
  });

  it('adds to the counts of records once, though it reached the table twice', async () => {
    const counts = new DynamoRecordCounts(local);
    const added = { operatorId: anOperatorId, by: { invoice: 2 }, isDoubted: false };
    const attempts = loseNextAnswer(local.client);

    await counts.note({ ...added, firstAtEpochMs: 1_000, nowEpochMs: 1_000 });

    expect(attempts()).toBe(2);
    const row = await counts.get(anOperatorId);
    expect(row).toMatchObject({ invoice: 2, changes: 1 });
    expect(row).not.toHaveProperty('doubtedAtEpochMs');
  });

  it('is not taken for ours when somebody else wrote', async () => {
    const links = new DynamoLinks({ ...local, clock: new FakeClock() });
    await links.save(aLink({ targetId: 'theirs' }));
    loseNextAnswer(local.client);

    expect(await links.save(aLink({ targetId: 'ours' }))).toBe('conflict');
  });
});

/** Lets the next write through and drops its answer once; tells how often it was sent. */
function loseNextAnswer(client: DynamoDBDocumentClient): () => number {
  let attempts = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const isWrite = /^(?:Put|Update)Item/.test(String(context.commandName));
      if (isWrite) attempts += 1;
      const answer = await next(args);
      if (isWrite && attempts === 1) {
        throw Object.assign(new Error('The answer got lost.'), { name: 'TimeoutError' });
      }
      return answer;
    },
    { step: 'deserialize', name: 'loseNextAnswer', override: true },
  );
  return () => attempts;
}
