import { Duration } from 'aws-cdk-lib';
import type { HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import type { AlarmName } from '../alarm-names.ts';
import type { RouteThrottle } from '../config.ts';
import type { FrontDoor } from './front-door.ts';
import { addRunbookAlarm } from './runbook-alarm.ts';
import { type EnvSchema, SyncFunction, type SyncFunctionProps } from './sync-function.ts';

export interface HttpFunctionProps<S extends EnvSchema> extends SyncFunctionProps<S> {
  readonly frontDoor: FrontDoor;
  readonly routeKey: HttpRouteKey;
  readonly throttle: RouteThrottle;
  readonly alarmName: AlarmName;
  /** One sentence: what people notice when this stops. */
  readonly impact: string;
}

/** A function behind a route of the HTTP API, with an alarm on its errors. */
export class HttpFunction<S extends EnvSchema> extends SyncFunction<S> {
  readonly route: HttpRoute;
  readonly #frontDoor: FrontDoor;
  readonly #integration: HttpLambdaIntegration;

  constructor(scope: Construct, id: string, props: HttpFunctionProps<S>) {
    super(scope, id, props);
    this.#frontDoor = props.frontDoor;
    this.#integration = new HttpLambdaIntegration('Integration', this.function);
    this.route = this.addRoute('Route', props.routeKey, props.throttle);
    addRunbookAlarm(this, 'ErrorsAlarm', {
      name: props.alarmName,
      impact: props.impact,
      metric: this.function.metricErrors({ period: Duration.minutes(5) }),
      threshold: 0,
    });
  }

  /** A further route to the same function, with a throttle of its own. */
  addRoute(id: string, routeKey: HttpRouteKey, throttle: RouteThrottle): HttpRoute {
    const integration = this.#integration;
    return this.#frontDoor.addRoute(this, id, { routeKey, integration, throttle });
  }
}
