import { expect, it } from 'vitest';
import { endOfActivity, isRoutine } from '../../../shared/domain/portal/routine-activity.ts';

const at = '2026-11-30T09:00:00.000Z';

it('gives an end, 30 days later, to renewals that worked and to nothing else', () => {
  expect(endOfActivity({ type: 'token.refreshed', at })).toBe(
    Date.parse('2026-12-30T09:00:00.000Z'),
  );
  for (const type of [
    'token.discarded',
    'connection.connected',
    'record.applied',
    'link.refused',
  ]) {
    expect(endOfActivity({ type, at })).toBeUndefined();
  }
});

it('hides from the operator what happens by itself many times', () => {
  expect(isRoutine('token.refreshed')).toBe(true);
  expect(isRoutine('connection.connected')).toBe(false);
});
