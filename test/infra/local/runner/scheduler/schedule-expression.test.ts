import { describe, expect, it } from 'vitest';
import { parseScheduleExpression } from '../../../../../infra/local/runner/scheduler/schedule-expression.ts';

const saturday = Date.parse('2026-11-21T21:44:30.000Z');

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', '2026-11-21T21:45:30.000Z'],
    ['rate(5 minutes)', '2026-11-21T21:49:30.000Z'],
    ['rate(2 hours)', '2026-11-21T23:44:30.000Z'],
    ['rate(1 day)', '2026-11-22T21:44:30.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-21T21:45:00.000Z'],
    ['cron(30 3 * * ? *)', '2026-11-22T03:30:00.000Z'],
    ['cron(0 9 ? * MON-FRI *)', '2026-11-23T09:00:00.000Z'],
    ['cron(0 9 ? * 1 *)', '2026-11-22T09:00:00.000Z'],
    ['cron(0 0 1 1,7 ? *)', '2027-01-01T00:00:00.000Z'],
    ['cron(0 0 29 FEB ? *)', '2028-02-29T00:00:00.000Z'],
  ])('%s is next due at %s', (expression, expected) => {
    const next = parseScheduleExpression(expression)(saturday);

    expect(new Date(next).toISOString()).toBe(expected);
  });

  it.each(['rate(0 minutes)', 'rate(5 weeks)', 'cron(0 9 L * ? *)', 'cron(0 9 * *)', 'at(2027)'])(
    '%s is refused',
    (expression) => {
      expect(() => parseScheduleExpression(expression)).toThrow('does not know the schedule');
    },
  );

  it('that never comes is refused instead of searched for ever', () => {
    expect(() => parseScheduleExpression('cron(0 0 30 2 ? *)')(saturday)).toThrow('never due');
  });
});
