import { describe, expect, it } from 'vitest';
import { readStage } from '../../infra/config.ts';
import { resourcesOf, synthesize } from './synthesized.ts';

// As in an account whose quota is large enough; a new one gets no reservations, see below.
const { pipeline, config } = synthesize('production', {}, { reserveConcurrency: true });
const [stage] = resourcesOf(pipeline, 'AWS::ApiGatewayV2::Stage');
const routes = resourcesOf(pipeline, 'AWS::ApiGatewayV2::Route');
const functions = resourcesOf(pipeline, 'AWS::Lambda::Function');

const settingsOf = (routeKey: string) => stage?.properties.RouteSettings[routeKey];

describe('the front door', () => {
  it('throttles every route by itself', () => {
    const keys = routes.map(({ properties }) => properties.RouteKey);
    expect(Object.keys(stage?.properties.RouteSettings).sort()).toEqual(keys.sort());
    const { receiveWebhook, ledgerEvents, servePortal, oauthCallback, deprovision } =
      config.throttle;
    const expected = {
      'POST /webhooks/stora/{endpointId}': receiveWebhook,
      'POST /webhooks/targets/{target}': ledgerEvents,
      'GET /callback/{provider}': oauthCallback,
      'POST /hooks/deprovision': deprovision,
      $default: servePortal,
    };
    for (const [routeKey, throttle] of Object.entries(expected)) {
      expect(settingsOf(routeKey), routeKey).toEqual({
        ThrottlingRateLimit: throttle.requestsPerSecond,
        ThrottlingBurstLimit: throttle.burst,
      });
    }
  });

  it('lets a route without settings of its own have next to nothing', () => {
    expect(stage?.properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 1,
      ThrottlingBurstLimit: 1,
    });
  });

  it('is set up after its routes, of which the settings speak', () => {
    const [resource] = Object.values(pipeline.findResources('AWS::ApiGatewayV2::Stage'));
    expect(resource?.DependsOn).toEqual(expect.arrayContaining(routes.map(({ id }) => id)));
  });

  it('admits more deliveries than anything that only people send', () => {
    const { receiveWebhook, ...others } = config.throttle;
    for (const { requestsPerSecond, burst } of Object.values(others)) {
      expect(requestsPerSecond).toBeLessThan(receiveWebhook.requestsPerSecond);
      expect(burst).toBeLessThan(receiveWebhook.burst);
    }
  });
});

describe('concurrency', () => {
  it('is reserved for each function, so that no flood on one takes it from another', () => {
    for (const { properties } of functions) {
      expect(properties.ReservedConcurrentExecutions, properties.FunctionName).toBeGreaterThan(0);
    }
  });

  it('leaves the workers more than the pages have, which strangers can call', () => {
    const reservedBy = (names: string[]) =>
      functions
        .filter(({ properties }) =>
          names.some((name) => properties.FunctionName === `rollerdoor-production-${name}`),
        )
        .reduce((sum, { properties }) => sum + properties.ReservedConcurrentExecutions, 0);
    const workers = reservedBy(['apply-changes-xero', 'write-back']);
    expect(workers).toBeGreaterThan(0);
    expect(reservedBy(['serve-portal', 'oauth-callback'])).toBeLessThan(workers);
  });
});

describe('a first deployment into a new account', () => {
  const first = synthesize('production');

  it('reserves no concurrency, because ten executions leave nothing to reserve', () => {
    for (const { properties } of resourcesOf(first.pipeline, 'AWS::Lambda::Function')) {
      expect(properties, properties.FunctionName).not.toHaveProperty(
        'ReservedConcurrentExecutions',
      );
    }
  });

  it('still bounds the workers of each queue, by its mapping', () => {
    const mappings = resourcesOf(first.pipeline, 'AWS::Lambda::EventSourceMapping');
    expect(mappings.length).toBeGreaterThan(0);
    for (const { properties } of mappings) {
      expect(properties.ScalingConfig.MaximumConcurrency).toBeLessThanOrEqual(50);
    }
  });

  it('can be paused all the same', () => {
    const paused = synthesize('production', {}, { paused: true });
    for (const { properties } of resourcesOf(paused.pipeline, 'AWS::Lambda::Function')) {
      expect(properties.ReservedConcurrentExecutions).toBe(0);
    }
  });
});

describe('a former key', () => {
  const former = 'arn:aws:kms:eu-west-1:111122223333:key/former';

  it('is nowhere when there is none', () => {
    expect(config.formerKeyArns).toEqual([]);
    expect(readStage('local', {}).formerKeyArns).toEqual([]);
  });

  it('may open, by purpose, what it sealed, and may seal nothing', () => {
    const rotating = synthesize('production', {}, { formerKeyArns: [former] });

    const statements = resourcesOf(rotating.pipeline, 'AWS::IAM::Policy')
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter((statement) => JSON.stringify(statement.Resource).includes(former));

    expect(statements.length).toBeGreaterThan(0);
    for (const { Action, Condition } of statements) {
      expect(Action).toBe('kms:Decrypt');
      expect(Object.keys(Condition.StringEquals)).toEqual(['kms:EncryptionContext:purpose']);
    }
  });
});
