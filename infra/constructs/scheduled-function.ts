import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { AlarmName } from '../alarm-names.ts';
import { deployedStageOf } from './deployed-stage.ts';
import { addRunbookAlarm } from './runbook-alarm.ts';
import { type EnvSchema, SyncFunction, type SyncFunctionProps } from './sync-function.ts';

export interface ScheduledFunctionProps<S extends EnvSchema>
  extends Omit<SyncFunctionProps<S>, 'reservedConcurrency'> {
  readonly everyMinutes: number;
  readonly alarmName: AlarmName;
  /** One sentence: what people notice when this stops. */
  readonly impact: string;
}

/** A function that sweeps on a schedule: ticks may come twice or late, so every sweep looks for all that is due. */
export class ScheduledFunction<S extends EnvSchema> extends SyncFunction<S> {
  constructor(scope: Construct, id: string, props: ScheduledFunctionProps<S>) {
    // One at a time, where it is reserved: a tick that comes twice sweeps once. Two do no harm.
    super(scope, id, { ...props, reservedConcurrency: 1 });
    // Lambda queues what the scheduler sends, and would repeat a sweep that failed twice, for up to six
    // hours: all at another time than the next tick, which does it anyway.
    this.function.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.minutes(props.everyMinutes),
    });
    const scheduler = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    // The L2 target would also allow every version and alias of the function.
    scheduler.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [this.function.functionArn],
      }),
    );
    new CfnSchedule(this, 'Schedule', {
      scheduleExpression: `rate(${props.everyMinutes} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      state: deployedStageOf(this).isPaused(props.name ?? props.folder) ? 'DISABLED' : 'ENABLED',
      target: {
        arn: this.function.functionArn,
        roleArn: scheduler.roleArn,
        // Of the call that hands the tick over; what becomes of the tick then is Lambda's, above.
        retryPolicy: {
          maximumRetryAttempts: 0,
          maximumEventAgeInSeconds: Duration.minutes(props.everyMinutes).toSeconds(),
        },
      },
    });
    addRunbookAlarm(this, 'ErrorsAlarm', {
      name: props.alarmName,
      impact: props.impact,
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      threshold: 0,
    });
  }
}
