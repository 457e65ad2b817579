import { describe, expect, it } from 'vitest';
import { isInUse, isLiveEpoch } from '../../../shared/domain/tokens/is-live-epoch.ts';
import { aConnection } from '../../builders/a-connection.ts';

describe('isLiveEpoch', () => {
  it('takes the epoch of the connection only, where nothing goes on from before', () => {
    const connection = aConnection({ epoch: 3 });

    expect([2, 3, 4].map((epoch) => isLiveEpoch(connection, epoch))).toEqual([false, true, false]);
  });

  it('takes every epoch since the same company was connected first', () => {
    const connection = aConnection({ epoch: 4, sinceEpoch: 2, status: 'needs_reconnect' });

    const live = [1, 2, 3, 4, 5].map((epoch) => isLiveEpoch(connection, epoch));
    expect(live).toEqual([false, true, true, true, false]);
  });

  it('takes none while leaving, after leaving, and where there is no connection', () => {
    expect(isLiveEpoch(undefined, 1)).toBe(false);
    for (const status of ['disconnecting', 'disconnected'] as const) {
      expect(isInUse(aConnection({ status }))).toBe(false);
      expect(isLiveEpoch(aConnection({ status }), 1)).toBe(false);
    }
  });
});
