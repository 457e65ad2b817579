import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { functionNameOf } from '../lambda/function-definition.ts';
import { accountId, arnOf, region } from '../local-identity.ts';
import { parseProperties } from '../template/cfn-values.ts';
import type { Deployment, Resource } from '../template/deployment.ts';
import { type NextDue, parseScheduleExpression } from './schedule-expression.ts';

/** Something that invokes a function from time to time. */
export interface Schedule {
  readonly name: string;
  readonly functionName: string;
  readonly nextDue: NextDue;
  /** A rate of EventBridge Scheduler starts at once; a rule and any cron wait for their first time. */
  readonly startsAtOnce: boolean;
  /** Returns the event of one tick. */
  event(dueAtEpochMs: number): unknown;
}

const lambdaTarget = z.looseObject({ Arn: z.string(), Input: z.optional(z.string()) });
const scheduleProperties = z.looseObject({
  Name: z.optional(z.string()),
  ScheduleExpression: z.string(),
  State: z.optional(z.enum(['ENABLED', 'DISABLED'])),
  Target: lambdaTarget,
});
const ruleProperties = z.looseObject({
  Name: z.optional(z.string()),
  ScheduleExpression: z.optional(z.string()),
  State: z.optional(z.string()),
  Targets: z.optional(z.array(lambdaTarget)),
});

/** Reads the enabled schedules of the template (EventBridge Scheduler and rules) whose target is a function. */
export function readSchedules(deployment: Deployment): Schedule[] {
  return [
    ...deployment.resources('AWS::Scheduler::Schedule').flatMap(scheduleOf),
    ...deployment.resources('AWS::Events::Rule').flatMap(rulesOf),
  ];
}

/** Hands out the functions' events as their schedules say until the returned function is called. */
export function startSchedules(
  schedules: readonly Schedule[],
  invoke: (functionName: string, event: unknown) => void,
): () => void {
  const stops = schedules.map((schedule) => {
    const tick = (dueAtEpochMs: number) =>
      invoke(schedule.functionName, schedule.event(dueAtEpochMs));
    return repeat(schedule, tick);
  });
  return () => {
    for (const stop of stops) stop();
  };
}

// Timers of Node hold 24.8 days at most; longer waits are made of several.
const timerMaxMs = 86_400_000;

function repeat(schedule: Schedule, tick: (dueAtEpochMs: number) => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const plan = (dueAtEpochMs: number) => {
    const waitMs = Math.max(0, dueAtEpochMs - Date.now());
    timer = setTimeout(
      () => {
        if (waitMs > timerMaxMs) return plan(dueAtEpochMs);
        tick(dueAtEpochMs);
        plan(nextAhead(schedule, dueAtEpochMs));
      },
      Math.min(waitMs, timerMaxMs),
    );
  };
  const nowEpochMs = Date.now();
  plan(schedule.startsAtOnce ? nowEpochMs : schedule.nextDue(nowEpochMs));
  return () => clearTimeout(timer);
}

/** A machine that slept missed its ticks, as one that was off would have: the one that was late makes up for all. */
function nextAhead({ nextDue }: Schedule, dueAtEpochMs: number): number {
  const nowEpochMs = Date.now();
  let next = nextDue(dueAtEpochMs);
  while (next <= nowEpochMs) next = nextDue(next);
  return next;
}

function scheduleOf(resource: Resource): Schedule[] {
  const properties = parseProperties(scheduleProperties, resource);
  if (properties.State === 'DISABLED' || !properties.Target.Arn.includes(':lambda:')) return [];
  const name = properties.Name ?? resource.logicalId;
  return [
    {
      name,
      functionName: functionNameOf(properties.Target.Arn),
      nextDue: parseScheduleExpression(properties.ScheduleExpression),
      startsAtOnce: properties.ScheduleExpression.startsWith('rate'),
      event: (dueAtEpochMs) => schedulerEvent(name, properties.Target.Input, dueAtEpochMs),
    },
  ];
}

function rulesOf(resource: Resource): Schedule[] {
  const properties = parseProperties(ruleProperties, resource);
  const expression = properties.ScheduleExpression;
  if (properties.State === 'DISABLED' || expression === undefined) return [];
  const name = properties.Name ?? resource.logicalId;
  const targets = properties.Targets?.filter(({ Arn }) => Arn.includes(':lambda:')) ?? [];
  return targets.map(({ Arn, Input }) => ({
    name,
    functionName: functionNameOf(Arn),
    nextDue: parseScheduleExpression(expression),
    startsAtOnce: false,
    event: (dueAtEpochMs) =>
      Input === undefined
        ? scheduledEvent('aws.events', arnOf('events', `rule/${name}`), dueAtEpochMs)
        : JSON.parse(Input),
  }));
}

function schedulerEvent(name: string, input: string | undefined, dueAtEpochMs: number): unknown {
  const arn = arnOf('scheduler', `schedule/default/${name}`);
  if (input === undefined) return scheduledEvent('aws.scheduler', arn, dueAtEpochMs);
  const text = input
    .replaceAll('<aws.scheduler.schedule-arn>', arn)
    .replaceAll('<aws.scheduler.scheduled-time>', isoSeconds(dueAtEpochMs))
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');
  return JSON.parse(text);
}

/** The event that a target without an input of its own gets. */
function scheduledEvent(source: string, resourceArn: string, dueAtEpochMs: number): unknown {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source,
    account: accountId,
    time: isoSeconds(dueAtEpochMs),
    region,
    resources: [resourceArn],
    // Scheduler sends it as a text, rules as an object.
    detail: source === 'aws.scheduler' ? '{}' : {},
  };
}

function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
