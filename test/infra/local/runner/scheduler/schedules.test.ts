import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseScheduleExpression } from '../../../../../infra/local/runner/scheduler/schedule-expression.ts';
import {
  readSchedules,
  type Schedule,
  startSchedules,
} from '../../../../../infra/local/runner/scheduler/schedules.ts';
import { readCloudAssembly } from '../../../../../infra/local/runner/template/cloud-assembly.ts';
import { createDeployment } from '../../../../../infra/local/runner/template/deployment.ts';
import { anAssembly } from '../support/an-assembly.ts';

const startedAt = Date.parse('2026-11-30T08:00:00.000Z');
const fiveMinutesMs = 300_000;

beforeEach(() => void vi.useFakeTimers({ now: startedAt }));
afterEach(() => void vi.useRealTimers());

function aSchedule(expression: string): Schedule {
  return {
    name: 'sweep',
    functionName: 'sweep',
    nextDue: parseScheduleExpression(expression),
    startsAtOnce: expression.startsWith('rate'),
    event: (dueAtEpochMs) => dueAtEpochMs,
  };
}

/** Starts a schedule; returns its ticks as minutes since the start. */
function ticksOf(expression: string): number[] {
  const ticks: number[] = [];
  startSchedules([aSchedule(expression)], (_name, dueAt) =>
    ticks.push((Number(dueAt) - startedAt) / 60_000),
  );
  return ticks;
}

/** The clock goes on while no timer runs, as on a laptop with its lid closed. */
function sleep(durationMs: number): void {
  vi.setSystemTime(Date.now() + durationMs);
}

describe('a schedule on one machine', () => {
  it('ticks at its times', async () => {
    const ticks = ticksOf('rate(5 minutes)');

    await vi.advanceTimersByTimeAsync(2 * fiveMinutesMs);

    expect(ticks).toEqual([0, 5, 10]);
  });

  it.each(['rate(5 minutes)', 'cron(0/5 * * * ? *)'])(
    'with %s makes up for a night asleep with one tick and goes on in step',
    async (expression) => {
      const ticks = ticksOf(expression);
      await vi.advanceTimersByTimeAsync(fiveMinutesMs + 1);
      const before = ticks.length;

      sleep(8 * 3_600_000);
      await vi.advanceTimersByTimeAsync(fiveMinutesMs);
      const late = ticks.slice(before);
      await vi.advanceTimersByTimeAsync(fiveMinutesMs);

      expect(late).toEqual([10]);
      expect(ticks.slice(before + 1)).toEqual([495]);
    },
  );
});

const sweepArn = 'arn:aws:lambda:us-east-1:000000000000:function:sweep';

function scheduled(Name: string, ScheduleExpression: string, State = 'ENABLED') {
  const Target = { Arn: sweepArn };
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: { Name, ScheduleExpression, State, Target },
  };
}

describe('the schedules of a template', () => {
  it('start at once only where Scheduler has a rate, and are left alone while disabled', () => {
    const directory = anAssembly({
      functions: {},
      resources: {
        Rate: scheduled('rate', 'rate(5 minutes)'),
        Cron: scheduled('cron', 'cron(0 3 * * ? *)'),
        Off: scheduled('off', 'rate(5 minutes)', 'DISABLED'),
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            Name: 'rule',
            ScheduleExpression: 'rate(1 hour)',
            Targets: [{ Arn: sweepArn }],
          },
        },
      },
    });

    const schedules = readSchedules(createDeployment(readCloudAssembly(directory)));

    expect(schedules.map(({ name, startsAtOnce }) => [name, startsAtOnce])).toEqual([
      ['rate', true],
      ['cron', false],
      ['rule', false],
    ]);
  });
});
