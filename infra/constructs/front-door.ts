import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  HttpApi,
  HttpRoute,
  type HttpRouteIntegration,
  type HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RouteThrottle } from '../config.ts';
import { deployedStageOf } from './deployed-stage.ts';

export interface FrontDoorRoute {
  readonly routeKey: HttpRouteKey;
  readonly integration: HttpRouteIntegration;
  readonly throttle: RouteThrottle;
}

/**
 * The HTTP API with an access log. Every route comes with a throttle of its own, so that a flood on
 * one leaves the others alone.
 */
export class FrontDoor extends Construct {
  readonly api: HttpApi;
  readonly #stage: HttpStage;
  readonly #routeSettings: Record<string, object> = {};

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { names } = deployedStageOf(this);
    this.api = new HttpApi(this, 'Api', { apiName: names.api, createDefaultStage: false });
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: names.logGroup('access'),
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: unlisted.requestsPerSecond, burstLimit: unlisted.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }

  /** Adds a route under the scope of the function behind it. */
  addRoute(scope: Construct, id: string, { routeKey, integration, throttle }: FrontDoorRoute) {
    const route = new HttpRoute(scope, id, { httpApi: this.api, routeKey, integration });
    // By this name in CloudFormation; the stage refuses settings of a route that is not there yet.
    this.#routeSettings[routeKey.key] = {
      ThrottlingRateLimit: throttle.requestsPerSecond,
      ThrottlingBurstLimit: throttle.burst,
    };
    this.#stage.node.addDependency(route);
    const resource = this.#stage.node.defaultChild;
    if (!(resource instanceof CfnStage)) throw new Error('The HTTP stage has no resource.');
    resource.routeSettings = { ...this.#routeSettings };
    return route;
  }
}

/** For a route that somebody adds by hand: the least that is of any use. */
const unlisted: RouteThrottle = { requestsPerSecond: 1, burst: 1 };

/** The route, never the path or query: those carry hosted links and authorization codes. No address of a person. */
const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatencyMs: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
};
