import { Duration, Stack } from 'aws-cdk-lib';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import { env as applyChanges } from '../../functions/apply-changes/config.ts';
import { env as lookAtLedgers } from '../../functions/look-at-ledgers/config.ts';
import { env as oauthCallback } from '../../functions/oauth-callback/config.ts';
import { env as receiveWebhook } from '../../functions/receive-webhook/config.ts';
import { env as reconcileBooks } from '../../functions/reconcile-books/config.ts';
import { env as refreshConnection } from '../../functions/refresh-connection/config.ts';
import { env as refreshTokens } from '../../functions/refresh-tokens/config.ts';
import { env as sendMails } from '../../functions/send-mails/config.ts';
import { env as servePortal } from '../../functions/serve-portal/config.ts';
import { env as startNights } from '../../functions/start-nights/config.ts';
import { env as sweepWriteBacks } from '../../functions/sweep-write-backs/config.ts';
import { env as tendConnections } from '../../functions/tend-connections/config.ts';
import { env as tendSources } from '../../functions/tend-sources/config.ts';
import { env as wakeIssues } from '../../functions/wake-issues/config.ts';
import { env as walkPages } from '../../functions/walk-pages/config.ts';
import { env as writeBack } from '../../functions/write-back/config.ts';
import { functionNames } from '../../infra/config.ts';
import { type Environment, SyncFunction } from '../../infra/constructs/sync-function.ts';
import { addStacks } from '../../infra/stacks/add-stacks.ts';
import {
  emptyApp,
  functionFolders,
  type Resource,
  referredId,
  resourcesOf,
  synthesize,
  withBundles,
} from './synthesized.ts';

const schemas = {
  'apply-changes-xero': applyChanges,
  'look-at-ledgers': lookAtLedgers,
  'oauth-callback': oauthCallback,
  'receive-webhook': receiveWebhook,
  'reconcile-books': reconcileBooks,
  'refresh-connection': refreshConnection,
  'refresh-tokens': refreshTokens,
  'send-mails': sendMails,
  'serve-portal': servePortal,
  'start-nights': startNights,
  'sweep-write-backs': sweepWriteBacks,
  'tend-connections': tendConnections,
  'tend-sources': tendSources,
  'wake-issues': wakeIssues,
  'walk-pages': walkPages,
  'write-back': writeBack,
};

/** Lambda's own limit on all variables together. */
const environmentBytesAtMost = 4_096;

describe.each([
  ['production', 'rollerdoor-production-', 'Rollerdoor/production'],
  ['local', 'rollerdoor-', 'Rollerdoor'],
])('functions of the %s stage', (stage, prefix, namespace) => {
  const { pipeline } = synthesize(stage, {}, { reserveConcurrency: true });
  const functions = resourcesOf(pipeline, 'AWS::Lambda::Function');
  const nameOf = (id: string) =>
    functions.find((item) => item.id === id)?.properties.FunctionName ?? `no function: ${id}`;

  /** A person may be waiting for a mail, and nobody for a night; everything else is looked for every five minutes. */
  const ticks: Record<string, number> = {
    [`${prefix}send-mails`]: 60,
    [`${prefix}start-nights`]: 900,
  };
  const tickSeconds = (id: string) => ticks[nameOf(id)] ?? 300;

  it('are one for every folder under functions', () => {
    expect(functions.map(({ properties }) => properties.FunctionName).sort()).toEqual(
      Object.keys(schemas).map((name) => `${prefix}${name}`),
    );
    expect(functionNames).toEqual(Object.keys(schemas));
    expect(functionFolders()).toHaveLength(Object.keys(schemas).length);
  });

  it('run on Node 24 on arm64, with a role and a log group of their own and a concurrency of their own', () => {
    for (const { properties } of functions) {
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(properties.Handler).toBe('start.handler');
      expect(properties.ReservedConcurrentExecutions).toBeGreaterThan(0);
    }
    const distinct = (of: (item: Resource) => string) => new Set(functions.map(of)).size;
    expect(distinct(({ properties }) => referredId(properties.Role))).toBe(functions.length);
    expect(distinct(({ properties }) => referredId(properties.LoggingConfig.LogGroup))).toBe(
      functions.length,
    );
  });

  it('get exactly the variables that they read, with values that they accept', () => {
    for (const [name, schema] of Object.entries(schemas)) {
      const { POWERTOOLS_SERVICE_NAME, POWERTOOLS_METRICS_NAMESPACE, ...variables } = environmentOf(
        functions,
        `${prefix}${name}`,
      );
      expect(Object.keys(variables).sort(), name).toEqual(Object.keys(schema.shape).sort());
      expect(z.safeParse(schema, variables).error?.issues, name).toBeUndefined();
      expect(POWERTOOLS_SERVICE_NAME).toBe(name);
      expect(POWERTOOLS_METRICS_NAMESPACE).toBe(namespace);
    }
  });

  it('get no more variables than Lambda takes', () => {
    for (const { properties } of functions) {
      const bytes = Buffer.byteLength(JSON.stringify(properties.Environment.Variables));
      expect(bytes, properties.FunctionName).toBeLessThan(environmentBytesAtMost);
    }
  });

  it('start without source maps or other Node options, which cost start-up time', () => {
    for (const { properties } of functions) {
      expect(properties.Environment.Variables).not.toHaveProperty('NODE_OPTIONS');
    }
  });

  it('reserve what leaves an account of 1,000 the 100 that Lambda keeps unreserved', () => {
    const reserved = functions.map(({ properties }) => properties.ReservedConcurrentExecutions);
    expect(reserved.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(900);
  });

  it('find the worker of each target under its own target and queue', () => {
    const variables = functions.find(
      ({ properties }) => properties.FunctionName === `${prefix}apply-changes-xero`,
    )?.properties.Environment.Variables;
    expect(variables.TARGET).toBe('xero');
    expect(Object.keys(JSON.parse(variables.TARGET_SETTINGS))).toEqual(['xero']);
    const queue = (id: string) =>
      resourcesOf(pipeline, 'AWS::SQS::Queue').find((item) => item.id === id)?.properties.QueueName;
    expect(queue(referredId(variables.CHANGES_QUEUE_URL))).toMatch(/changes-xero\.fifo$/);
    expect(queue(referredId(variables.WRITE_BACKS_QUEUE_URL))).toMatch(/write-backs\.fifo$/);
  });

  it('answer the webhook, the callback and everything else', () => {
    const integrations = resourcesOf(pipeline, 'AWS::ApiGatewayV2::Integration');
    const routes = resourcesOf(pipeline, 'AWS::ApiGatewayV2::Route').map(({ properties }) => {
      const [, [, target]] = properties.Target['Fn::Join'];
      const integration = integrations.find((item) => item.id === referredId(target));
      expect(integration?.properties.PayloadFormatVersion).toBe('2.0');
      return [properties.RouteKey, nameOf(referredId(integration?.properties.IntegrationUri))];
    });
    expect(Object.fromEntries(routes)).toEqual({
      'POST /webhooks/stora/{endpointId}': `${prefix}receive-webhook`,
      'POST /webhooks/targets/{target}': `${prefix}receive-webhook`,
      'GET /callback/{provider}': `${prefix}oauth-callback`,
      'POST /hooks/deprovision': `${prefix}serve-portal`,
      $default: `${prefix}serve-portal`,
    });
  });

  it('stand behind an access log that has no path, query or address', () => {
    const [api, ...others] = resourcesOf(pipeline, 'AWS::ApiGatewayV2::Stage');
    expect(others).toEqual([]);
    const format = api?.properties.AccessLogSettings.Format;
    expect(format).toContain('$context.requestId');
    expect(format).not.toMatch(/path|query|identity|domain/i);
  });

  it('sweep every five minutes and send mails every minute, one sweep at a time, done before the next', () => {
    const schedules = resourcesOf(pipeline, 'AWS::Scheduler::Schedule');
    const swept = schedules.map(({ properties }) => referredId(properties.Target.Arn));
    expect(swept.map(nameOf).sort()).toEqual([
      `${prefix}look-at-ledgers`,
      `${prefix}refresh-tokens`,
      `${prefix}send-mails`,
      `${prefix}start-nights`,
      `${prefix}sweep-write-backs`,
      `${prefix}tend-connections`,
      `${prefix}tend-sources`,
      `${prefix}wake-issues`,
    ]);
    for (const { properties } of schedules) {
      const minutes = tickSeconds(referredId(properties.Target.Arn)) / 60;
      expect(properties.ScheduleExpression).toBe(`rate(${minutes} minutes)`);
    }
    for (const id of swept) {
      const sweep = functions.find((item) => item.id === id);
      expect(sweep?.properties.ReservedConcurrentExecutions).toBe(1);
      expect(sweep?.properties.Timeout).toBeLessThan(tickSeconds(id));
    }
  });

  it('are invoked once per tick: neither the scheduler nor Lambda tries again, and a late tick dies', () => {
    const configs = resourcesOf(pipeline, 'AWS::Lambda::EventInvokeConfig');
    const schedules = resourcesOf(pipeline, 'AWS::Scheduler::Schedule');
    expect(configs.map(({ properties }) => referredId(properties.FunctionName)).sort()).toEqual(
      schedules.map(({ properties }) => referredId(properties.Target.Arn)).sort(),
    );
    for (const { properties } of configs) {
      expect(properties).toMatchObject({
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: tickSeconds(referredId(properties.FunctionName)),
      });
    }
    for (const { properties } of schedules) {
      expect(properties.State).toBe('ENABLED');
      expect(properties.Target.RetryPolicy).toEqual({
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: tickSeconds(referredId(properties.Target.Arn)),
      });
    }
  });

  it('log for 30 days', () => {
    for (const { properties } of resourcesOf(pipeline, 'AWS::Logs::LogGroup')) {
      expect(properties.RetentionInDays).toBe(30);
    }
  });

  it('name the folder of their bundle where the local stack looks for it', () => {
    for (const resource of Object.values(pipeline.findResources('AWS::Lambda::Function'))) {
      expect(resource.Metadata['aws:asset:path']).toMatch(/^asset\.[0-9a-f]{64}$/);
    }
  });
});

describe('the address that browsers and vendors use', () => {
  it('is the HTTP API itself when the stage names no domain', () => {
    const { pipeline } = synthesize('production');
    const [api] = resourcesOf(pipeline, 'AWS::ApiGatewayV2::Api');
    for (const name of [
      'rollerdoor-production-serve-portal',
      'rollerdoor-production-oauth-callback',
    ]) {
      const found = resourcesOf(pipeline, 'AWS::Lambda::Function').find(
        ({ properties }) => properties.FunctionName === name,
      );
      expect(found?.properties.Environment.Variables.PORTAL_BASE_URL).toEqual({
        'Fn::GetAtt': [api?.id, 'ApiEndpoint'],
      });
    }
  });
});

describe('a stack without bundles', () => {
  it('says that they have to be built first', () => {
    const { config } = synthesize('local');
    expect(() => addStacks(emptyApp('/nonexistent/cdk.out'), config, '/nonexistent')).toThrow(
      'There is no /nonexistent/write-back/handler.js: run "npm run build" first.',
    );
  });
});

describe('a function whose environment is not what it reads', () => {
  it('does not compile: the type asks for every variable and knows no other', () => {
    expectTypeOf<Environment<typeof receiveWebhook>>().toEqualTypeOf<{
      readonly TABLE_NAME: string;
      readonly KEY_ID: string;
      readonly CHANGES_QUEUE_URLS: string;
      readonly SOURCE_SETTINGS: string;
      readonly EVENT_SECRET_NAMES: string;
    }>();
  });

  it('does not synthesize when a value is malformed', () => {
    expect(() =>
      addReceiveWebhook({
        TABLE_NAME: 'table',
        KEY_ID: 'key',
        CHANGES_QUEUE_URLS: '{"xero":"https://queue"}',
        SOURCE_SETTINGS: '{}',
        EVENT_SECRET_NAMES: '{}',
      }),
    ).toThrow('SOURCE_SETTINGS.apiBaseUrl:');
  });
});

function addReceiveWebhook(environment: Environment<typeof receiveWebhook>): void {
  withBundles((bundleRoot) => {
    new SyncFunction(new Stack(emptyApp(bundleRoot), 'Planted'), 'Function', {
      folder: 'receive-webhook',
      bundleRoot,
      schema: receiveWebhook,
      environment,
      timeout: Duration.seconds(10),
      reservedConcurrency: 1,
    });
  });
}

/** The variables of a function; what CloudFormation fills in later stands as a text. */
function environmentOf(functions: Resource[], name: string): Record<string, string> {
  const found = functions.find(({ properties }) => properties.FunctionName === name);
  const variables: Record<string, unknown> = found?.properties.Environment.Variables ?? {};
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : filledIn(value),
    ]),
  );
}

/** As far as it goes without CloudFormation: a text that is joined with what it fills in. */
function filledIn(value: unknown): string {
  const { 'Fn::Join': join } = value as { 'Fn::Join'?: [string, unknown[]] };
  if (join === undefined) return 'filled in by CloudFormation';
  const [separator, parts] = join;
  return parts.map((part) => (typeof part === 'string' ? part : 'filled-in')).join(separator);
}
