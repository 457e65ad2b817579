import { Duration } from 'aws-cdk-lib';
import { type HttpApi, HttpRoute, type HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import type { AlarmName } from '../alarm-names.ts';
import { addRunbookAlarm } from './runbook-alarm.ts';
import { type EnvSchema, SyncFunction, type SyncFunctionProps } from './sync-function.ts';

export interface HttpFunctionProps<S extends EnvSchema> extends SyncFunctionProps<S> {
  readonly api: HttpApi;
  readonly routeKey: HttpRouteKey;
  readonly alarmName: AlarmName;
  /** One sentence: what people notice when this stops. */
  readonly impact: string;
}

/** A function behind one route of the HTTP API, with an alarm on its errors. */
export class HttpFunction<S extends EnvSchema> extends SyncFunction<S> {
  readonly route: HttpRoute;

  constructor(scope: Construct, id: string, props: HttpFunctionProps<S>) {
    super(scope, id, props);
    this.route = new HttpRoute(this, 'Route', {
      httpApi: props.api,
      routeKey: props.routeKey,
      integration: new HttpLambdaIntegration('Integration', this.function),
    });
    addRunbookAlarm(this, 'ErrorsAlarm', {
      name: props.alarmName,
      impact: props.impact,
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      threshold: 0,
    });
  }
}
