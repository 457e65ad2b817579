import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { expectedRights as expected } from './expected-rights.ts';
import { referredId, resourcesOf, synthesize } from './synthesized.ts';

const { pipeline, data } = synthesize('production');

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
