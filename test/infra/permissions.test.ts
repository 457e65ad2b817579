import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { referredId, resourcesOf, synthesize } from './synthesized.ts';

const { pipeline, data } = synthesize('production');

const readsTable = ['kms:Decrypt Key via dynamodb', 'kms:DescribeKey Key via dynamodb'];
const writesTable = [
  ...readsTable,
  'kms:Encrypt Key via dynamodb',
  'kms:GenerateDataKey Key via dynamodb',
  'kms:ReEncryptFrom Key via dynamodb',
  'kms:ReEncryptTo Key via dynamodb',
];
const readsSecrets = ['kms:Decrypt Key via secretsmanager'];
const logs = (name: string) => [
  `logs:CreateLogStream ${name}Logs`,
  `logs:PutLogEvents ${name}Logs`,
];
const consumes = (queue: string) => [
  `sqs:ChangeMessageVisibility ${queue}`,
  `sqs:DeleteMessage ${queue}`,
  `sqs:GetQueueAttributes ${queue}`,
  `sqs:ReceiveMessage ${queue}`,
];

/** All that each role may do. A new line here is a decision: does the function need it? */
const expected: Record<string, string[]> = {
  ReceiveWebhookRole: [
    ...logs('ReceiveWebhook'),
    ...readsTable,
    'dynamodb:GetItem Table',
    'dynamodb:Query Table',
    'kms:Decrypt Key for webhook-secret',
    'sqs:SendMessage ChangesXeroQueue',
  ],
  ServePortalRole: [
    ...logs('ServePortal'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:BatchGetItem Table',
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for pkce-verifier',
    'kms:GenerateDataKey Key for pkce-verifier',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue Deprovision',
    'secretsmanager:GetSecretValue SigningKey',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
    'sqs:ChangeMessageVisibility ChangesXeroQueue',
    'sqs:ChangeMessageVisibility WriteBacksQueue',
    'sqs:SendMessage ChangesXeroQueue',
    'sqs:SendMessage PagesQueue',
    'sqs:SendMessage WriteBacksQueue',
  ],
  OauthCallbackRole: [
    ...logs('OauthCallback'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for pkce-verifier',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'kms:Encrypt Key for webhook-secret',
    'kms:GenerateDataKey Key for webhook-secret',
    'secretsmanager:GetSecretValue SigningKey',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
    'sqs:ChangeMessageVisibility ChangesXeroQueue',
    'sqs:ChangeMessageVisibility WriteBacksQueue',
    'sqs:SendMessage ChangesXeroQueue',
    'sqs:SendMessage PagesQueue',
    'sqs:SendMessage WriteBacksQueue',
  ],
  ChangesXeroWorkerRole: [
    ...logs('ChangesXeroWorker'),
    ...writesTable,
    ...readsSecrets,
    ...consumes('ChangesXeroQueue'),
    'dynamodb:BatchGetItem Table',
    'dynamodb:BatchWriteItem Table',
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
    'sqs:SendMessage ChangesXeroQueue',
    'sqs:SendMessage WriteBacksQueue',
  ],
  PagesWorkerRole: [
    ...logs('PagesWorker'),
    ...writesTable,
    ...readsSecrets,
    ...consumes('PagesQueue'),
    'dynamodb:BatchGetItem Table',
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
    'sqs:SendMessage ChangesXeroQueue',
    'sqs:SendMessage PagesQueue',
    'sqs:SendMessage WriteBacksQueue',
  ],
  WriteBacksWorkerRole: [
    ...logs('WriteBacksWorker'),
    ...writesTable,
    ...readsSecrets,
    ...consumes('WriteBacksQueue'),
    'dynamodb:BatchGetItem Table',
    'dynamodb:BatchWriteItem Table',
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
  ],
  TokenRefreshesWorkerRole: [
    ...logs('TokenRefreshesWorker'),
    ...writesTable,
    ...readsSecrets,
    ...consumes('TokenRefreshesQueue'),
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
  ],
  RefreshTokensRole: [
    ...logs('RefreshTokens'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:BatchGetItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'kms:Encrypt Key for webhook-secret',
    'kms:GenerateDataKey Key for webhook-secret',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
    'sqs:SendMessage TokenRefreshesQueue',
  ],
  RefreshTokensSchedulerRole: ['lambda:InvokeFunction RefreshTokensFunction'],
  TendConnectionsRole: [
    ...logs('TendConnections'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
  ],
  TendConnectionsSchedulerRole: ['lambda:InvokeFunction TendConnectionsFunction'],
  TendSourcesRole: [
    ...logs('TendSources'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
    'sqs:SendMessage ChangesXeroQueue',
  ],
  TendSourcesSchedulerRole: ['lambda:InvokeFunction TendSourcesFunction'],
  SweepWriteBacksRole: [
    ...logs('SweepWriteBacks'),
    ...readsTable,
    'dynamodb:BatchGetItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:Query Table/index/directory',
    'sqs:SendMessage ChangesXeroQueue',
    'sqs:SendMessage WriteBacksQueue',
  ],
  LookAtLedgersRole: [
    ...logs('LookAtLedgers'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:BatchGetItem Table',
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
  ],
  LookAtLedgersSchedulerRole: ['lambda:InvokeFunction LookAtLedgersFunction'],
  StartNightsRole: [
    ...logs('StartNights'),
    ...writesTable,
    'dynamodb:BatchGetItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'sqs:SendMessage NightsQueue',
  ],
  StartNightsSchedulerRole: ['lambda:InvokeFunction StartNightsFunction'],
  NightsWorkerRole: [
    ...logs('NightsWorker'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:BatchGetItem Table',
    'dynamodb:BatchWriteItem Table',
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
    'sqs:ChangeMessageVisibility NightsQueue',
    'sqs:DeleteMessage NightsQueue',
    'sqs:GetQueueAttributes NightsQueue',
    'sqs:ReceiveMessage NightsQueue',
    'sqs:SendMessage ChangesXeroQueue',
    'sqs:SendMessage NightsQueue',
  ],
  WakeIssuesRole: [
    ...logs('WakeIssues'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:BatchGetItem Table',
    'dynamodb:DeleteItem Table',
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'kms:Decrypt Key for tokens',
    'kms:Encrypt Key for tokens',
    'kms:GenerateDataKey Key for tokens',
    'secretsmanager:GetSecretValue StoraClient',
    'secretsmanager:GetSecretValue XeroClient',
    'sqs:ChangeMessageVisibility ChangesXeroQueue',
    'sqs:ChangeMessageVisibility WriteBacksQueue',
    'sqs:SendMessage ChangesXeroQueue',
    'sqs:SendMessage PagesQueue',
    'sqs:SendMessage WriteBacksQueue',
  ],
  SendMailsRole: [
    ...logs('SendMails'),
    ...writesTable,
    ...readsSecrets,
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'dynamodb:Query Table/index/directory',
    'dynamodb:UpdateItem Table',
    'secretsmanager:GetSecretValue SigningKey',
  ],
  SendMailsSchedulerRole: ['lambda:InvokeFunction SendMailsFunction'],
  WakeIssuesSchedulerRole: ['lambda:InvokeFunction WakeIssuesFunction'],
  SweepWriteBacksSchedulerRole: ['lambda:InvokeFunction SweepWriteBacksFunction'],
};

describe('permissions', () => {
  it('are one policy per role and no managed ones', () => {
    const roles = resourcesOf(pipeline, 'AWS::IAM::Role');
    expect(roles.map(({ id }) => plain(id)).sort()).toEqual(Object.keys(expected).sort());
    for (const { properties } of roles) {
      expect(properties).not.toHaveProperty('ManagedPolicyArns');
      expect(properties).not.toHaveProperty('Policies');
    }
    expect(resourcesOf(data, 'AWS::IAM::Role')).toEqual([]);
  });

  it.each(Object.keys(expected))('of %s are exactly what it needs', (role) => {
    expect(permissionsOf(pipeline, role)).toEqual([...(expected[role] ?? [])].sort());
  });

  it('name actions and resources in full, without a single wildcard', () => {
    for (const { properties } of resourcesOf(pipeline, 'AWS::IAM::Policy')) {
      expect(JSON.stringify(properties.PolicyDocument)).not.toContain('*');
    }
  });

  it('are given to Lambda, and to the scheduler of this account', () => {
    for (const { id, properties } of resourcesOf(pipeline, 'AWS::IAM::Role')) {
      const [statement, ...others] = properties.AssumeRolePolicyDocument.Statement;
      expect(others).toEqual([]);
      if (plain(id).endsWith('SchedulerRole')) {
        expect(statement.Principal).toEqual({ Service: 'scheduler.amazonaws.com' });
        expect(statement.Condition).toEqual({
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        });
      } else {
        expect(statement.Principal).toEqual({ Service: 'lambda.amazonaws.com' });
      }
    }
  });

  it('let the HTTP API invoke a function through its own routes only', () => {
    for (const { properties } of resourcesOf(pipeline, 'AWS::Lambda::Permission')) {
      expect(properties.Principal).toBe('apigateway.amazonaws.com');
      expect(JSON.stringify(properties.SourceArn)).toContain('FrontDoorApi');
    }
  });
});

type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: { StringEquals?: Record<string, unknown> };
};

/** Every permission of a role as one line: action, resource, and the condition in words. */
function permissionsOf(template: Template, role: string): string[] {
  const policies = resourcesOf(template, 'AWS::IAM::Policy').filter(({ properties }) =>
    properties.Roles.some((item: { Ref: string }) => plain(referredId(item)) === role),
  );
  const statements: Statement[] = policies.flatMap(
    ({ properties }) => properties.PolicyDocument.Statement,
  );
  return statements
    .flatMap((statement) => {
      expect(statement.Effect).toBe('Allow');
      return asArray(statement.Action).flatMap((action) =>
        asArray(statement.Resource).flatMap((resource) =>
          conditionsOf(statement).map((condition) => `${action} ${nameOf(resource)}${condition}`),
        ),
      );
    })
    .sort();
}

function conditionsOf({ Condition }: Statement): string[] {
  if (!Condition) return [''];
  const [[key, value] = [], ...others] = Object.entries(Condition.StringEquals ?? {});
  expect(others).toEqual([]);
  expect(Object.keys(Condition)).toEqual(['StringEquals']);
  if (key === 'kms:EncryptionContext:purpose') {
    return asArray(value).map((purpose) => ` for ${purpose}`);
  }
  expect(key).toBe('kms:ViaService');
  return [` via ${/"(dynamodb|secretsmanager)\."/.exec(JSON.stringify(value))?.[1]}`];
}

/** A resource by its name in the code; what follows a joined ARN is kept, e.g. `Table/index/directory`. */
function nameOf(resource: unknown): string {
  const text = JSON.stringify(resource);
  const [, imported] = /:ExportsOutput(?:Ref|FnGetAtt)(\w+)"/.exec(text) ?? [];
  const suffix = /"(\/[^"]+)"/.exec(text)?.[1] ?? '';
  if (imported) return `${plain(imported.replace(/(Arn)?[0-9A-F]{8}$/, ''))}${suffix}`;
  return plain(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(text)?.[1] ?? text);
}

/** A logical id without the hash that CDK adds. */
function plain(id: string): string {
  return id.replace(/(?:DefaultPolicy)?[0-9A-F]{8}$/, '');
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
