import type { Night } from '../../shared/contracts/night-item.ts';
import { newNight } from '../../shared/domain/nights/night.ts';
import { anOperatorId } from './an-operator.ts';

export const nightStartEpochMs = Date.parse('2026-11-30T02:00:00.000Z');

/** A night of two months that has just begun. */
export function aNight(overrides: Partial<Night> = {}): Night {
  const night = newNight(
    {
      operatorId: anOperatorId,
      target: 'xero',
      runId: 'run-1',
      day: '2026-11-30',
      reason: 'schedule',
      accounts: { source: 'acorn.stora.test', target: 'tenant-1' },
      startedBy: 'rollerdoor',
      months: ['2026-11', '2026-10'],
      isOfMonths: false,
      contactsFrom: '2026-11-29T00:00:00.000Z',
      revision: 0,
    },
    nightStartEpochMs,
  );
  return { ...night, ...overrides };
}
