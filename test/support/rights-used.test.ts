import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchRights } from './rights-used.ts';

const trace = 'Root=1-aa-bb';
let cdkOut: string;

beforeEach(() => {
  cdkOut = mkdtempSync(join(tmpdir(), 'rollerdoor-rights-'));
});

afterEach(() => rmSync(cdkOut, { recursive: true }));

it('names what a function asked for and its role does not allow, and nothing else', async () => {
  writeTemplate(['dynamodb:GetItem', 'sqs:SendMessage']);
  const rights = watchRights();
  await askAs('write-back', [
    'DynamoDB_20120810.GetItem',
    'DynamoDB_20120810.BatchGetItem',
    'AmazonSQS.SendMessageBatch',
  ]);

  expect(rights.end(cdkOut)).toEqual(['write-back dynamodb:BatchGetItem']);
});

it('is not content with a right of another function', async () => {
  writeTemplate(['dynamodb:GetItem']);
  const rights = watchRights();
  await askAs('wake-issues', ['DynamoDB_20120810.GetItem']);

  expect(rights.end(cdkOut)).toEqual(['wake-issues dynamodb:GetItem']);
});

/** What `write-back` may do, as a stack is synthesized. */
function writeTemplate(actions: string[]): void {
  const Resources = {
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'rollerdoor-write-back',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Statement: [{ Action: actions, Resource: '*' }] },
      },
    },
  };
  writeFileSync(join(cdkOut, 'some.template.json'), JSON.stringify({ Resources }));
}

/** Takes an invocation from the Runtime API and calls AWS in its trace, each over HTTP. */
async function askAs(functionName: string, targets: string[]): Promise<void> {
  const server = createServer((_, response) => {
    response.writeHead(200, {
      'lambda-runtime-aws-request-id': 'one',
      'lambda-runtime-invoked-function-arn': `arn:aws:lambda:x:1:function:rollerdoor-${functionName}`,
      'lambda-runtime-trace-id': trace,
    });
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const url = `http://127.0.0.1:${port}`;
  await (await fetch(`${url}/2018-06-01/runtime/invocation/next`)).text();
  for (const target of targets) {
    const headers = { 'x-amz-target': target, 'x-amzn-trace-id': trace };
    await (await fetch(url, { method: 'POST', headers, body: '{}' })).text();
  }
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
