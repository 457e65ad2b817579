import { describe, expect, it } from 'vitest';
import type { Stack } from '../../../../../infra/local/runner/template/cloud-assembly.ts';
import { createDeployment } from '../../../../../infra/local/runner/template/deployment.ts';

const data: Stack = {
  name: 'data',
  template: {
    Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'records' } } },
    Outputs: {
      TableName: { Value: { Ref: 'Table' }, Export: { Name: 'data:table' } },
      Plain: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] } },
    },
  },
};

/** Resolves one property of a resource in a stack that stands beside the data stack. */
function resolved(value: unknown): unknown {
  const stack: Stack = {
    name: 'pipeline',
    template: {
      Parameters: { BootstrapVersion: { Type: 'String', Default: '/cdk/version' } },
      Conditions: {
        IsLocal: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '000000000000'] },
        IsFar: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
      },
      Mappings: { Sizes: { small: { memory: '512' } } },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue' },
        Role: { Type: 'AWS::IAM::Role' },
        Subject: { Type: 'Test::Subject', Properties: { value } },
      },
    },
  };
  const deployment = createDeployment([data, stack]);
  const [table] = deployment.resources('AWS::DynamoDB::Table');
  const [queue] = deployment.resources('AWS::SQS::Queue');
  if (table) deployment.identify(table, { ref: 'records', attributes: { Arn: 'arn:table' } });
  if (queue) deployment.identify(queue, { ref: 'http://q/1', attributes: { Arn: 'arn:queue' } });
  return deployment.resources('Test::Subject')[0]?.properties.value;
}

describe('a value in a template', () => {
  it.each<[string, unknown, unknown]>([
    ['plain values as they are', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['Ref of a resource', { Ref: 'Queue' }, 'http://q/1'],
    ['Ref of a parameter', { Ref: 'BootstrapVersion' }, '/cdk/version'],
    ['Ref of the region', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Ref of the URL suffix', { Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [
      'NoValue by leaving it out',
      { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }] },
      { b: [] },
    ],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
    ['Fn::GetAtt as a text', { 'Fn::GetAtt': 'Queue.Arn' }, 'arn:queue'],
    [
      'Fn::Join over references',
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', { Ref: 'Queue' }]] },
      'arn:aws:http://q/1',
    ],
    [
      'Fn::Sub with references and its own variables',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax.
      { 'Fn::Sub': ['${Queue}|${Queue.Arn}|${mine}|${!kept}', { mine: { Ref: 'AWS::Region' } }] },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax.
      'http://q/1|arn:queue|us-east-1|${kept}',
    ],
    ['Fn::Select over Fn::Split', { 'Fn::Select': [2, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'c'],
    ['Fn::ImportValue of another stack', { 'Fn::ImportValue': 'data:table' }, 'records'],
    [
      'Fn::GetStackOutput of another stack',
      { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Plain' } },
      'arn:table',
    ],
    ['Fn::If when true', { 'Fn::If': ['IsLocal', 'here', { 'Fn::Nope': 1 }] }, 'here'],
    ['Fn::If when false', { 'Fn::If': ['IsFar', { 'Fn::Nope': 1 }, 'near'] }, 'near'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', 'small', 'memory'] }, '512'],
    ['a name for what is not created here', { Ref: 'Role' }, 'pipeline-Role'],
    [
      'an IAM condition as it is',
      { Condition: { StringEquals: { a: { Ref: 'AWS::Region' } } } },
      { Condition: { StringEquals: { a: 'us-east-1' } } },
    ],
  ])('resolves %s', (_, value, expected) => {
    expect(resolved(value)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['an unknown function', { 'Fn::Cidr': [] }, 'does not know Fn::Cidr'],
    ['an unknown resource', { Ref: 'Nobody' }, 'refers to Nobody'],
    ['an unknown export', { 'Fn::ImportValue': 'nothing' }, 'No stack exports nothing'],
    ['an unknown condition', { 'Fn::If': ['Nope', 1, 2] }, 'no condition Nope'],
  ])('refuses %s by name', (_, value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });

  it('leaves out a resource whose condition does not hold', () => {
    const deployment = createDeployment([
      {
        name: 'one',
        template: {
          Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
          Resources: { Gone: { Type: 'Test::Thing', Condition: 'Never' } },
        },
      },
    ]);

    expect(deployment.resources('Test::Thing')).toEqual([]);
  });
});
