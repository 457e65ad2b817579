import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import type { RestingRow } from '../../../shared/contracts/resting-item.ts';
import { mayGoOn } from '../../../shared/domain/resting/may-go-on.ts';
import { aConnection } from '../../builders/a-connection.ts';

const row: RestingRow = {
  operatorId: 'acorn',
  queue: 'changes-xero',
  receiptHandles: ['handle'],
  reason: 'needs_reconnect',
  hiddenAtEpochMs: 1_000,
};
const both = (stora: Partial<Connection>, xero: Partial<Connection>) => [
  aConnection({ provider: 'stora', ...stora }),
  aConnection({ provider: 'xero', ...xero }),
];
const good = {};
const dead = { status: 'needs_reconnect' } as const;
const refused = { clientRefusedSince: '2026-11-30T08:00:00.000Z' };

describe('mayGoOn', () => {
  const waitsFor = (reason: string) => ({ ...row, reason });
  const wanted = (wantedAtEpochMs: number) => ({ ...row, reason: 'pace', wantedAtEpochMs });
  const decide = (resting: RestingRow, connections: Connection[]) =>
    mayGoOn(resting, connections, 5_000);

  it('lets go on what waited for connections that all work now', () => {
    expect(decide(row, both(good, good))).toBe(true);
    expect(decide(row, both(good, dead))).toBe(false);
    expect(decide(row, both(dead, good))).toBe(false);
    expect(decide(row, [])).toBe(false);
  });

  it('lets go on what waited for our own credentials once they are good again', () => {
    expect(decide(waitsFor('token_endpoint_not_ready'), both(good, refused))).toBe(false);
    expect(decide(waitsFor('token_endpoint_not_ready'), both(good, good))).toBe(true);
  });

  it('asks nothing of the target for what goes to the source', () => {
    expect(decide({ ...row, queue: 'write-backs' }, both(good, dead))).toBe(true);
  });

  it('leaves what waits for pace alone until somebody wants it back', () => {
    expect(decide(waitsFor('pace'), both(good, good))).toBe(false);
    expect(decide(wanted(5_001), both(good, good))).toBe(false);
    expect(decide(wanted(5_000), both(good, dead))).toBe(true);
  });
});
