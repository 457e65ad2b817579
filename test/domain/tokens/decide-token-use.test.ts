import { describe, expect, it } from 'vitest';
import { isSameAccount } from '../../../shared/domain/tokens/decide-account-match.ts';
import { decideTokenUse } from '../../../shared/domain/tokens/decide-token-use.ts';

const now = Date.parse('2026-11-30T09:00:00Z');

describe('decideTokenUse', () => {
  it.each([
    [undefined, 'absent'],
    [{ status: 'connected', expiresAtEpochMs: now + 300_001 }, 'use'],
    [{ status: 'connected', expiresAtEpochMs: now + 300_000 }, 'refresh'],
    [{ status: 'connected', expiresAtEpochMs: now - 1 }, 'refresh'],
    [{ status: 'needs_reconnect', expiresAtEpochMs: now + 9e9 }, 'needs_reconnect'],
    [{ status: 'disconnected', expiresAtEpochMs: now + 9e9 }, 'disconnected'],
  ] as const)('decides for %j: %s', (connection, expected) => {
    expect(decideTokenUse(connection, now)).toBe(expected);
  });
});

describe('isSameAccount', () => {
  it('goes by the id, not by the name, and takes any account for a first one', () => {
    const account = { id: '1', name: 'Harbour Storage' };

    expect(isSameAccount(undefined, account)).toBe(true);
    expect(isSameAccount({ id: '1', name: 'Harbour Storage Ltd' }, account)).toBe(true);
    expect(isSameAccount({ id: '2', name: 'Harbour Storage' }, account)).toBe(false);
  });
});
