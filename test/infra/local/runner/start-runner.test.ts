import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { aFolder } from './support/a-folder.ts';
import { aQueueWithWorker, aTable, getAtt, printed, send } from './support/a-queue-with-worker.ts';
import { aRunner } from './support/a-runner.ts';
import { anAssembly } from './support/an-assembly.ts';
import { isAlive } from './support/is-alive.ts';

describe('the local stack', () => {
  it('creates the resources of the template and tells the functions about them', async () => {
    const runner = await aRunner({
      functions: {
        Subject: {
          source: 'exports.handler = async () => process.env;',
          properties: {
            Environment: {
              Variables: {
                TABLE_NAME: { Ref: 'Table' },
                QUEUE_URL: { Ref: 'Queue' },
                KEY_ID: { Ref: 'Key' },
                PORTAL: getAtt('Api', 'ApiEndpoint'),
              },
            },
          },
        },
      },
      resources: {
        Table: aTable,
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'plain' } },
        Key: { Type: 'AWS::KMS::Key' },
        Alias: {
          Type: 'AWS::KMS::Alias',
          Properties: { AliasName: 'alias/mine', TargetKeyId: getAtt('Key', 'Arn') },
        },
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: {
            Name: 'client',
            GenerateSecretString: {
              SecretStringTemplate: '{"clientId":"x"}',
              GenerateStringKey: 'unused',
              PasswordLength: 8,
              ExcludePunctuation: true,
            },
          },
        },
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
      },
    });
    const { clients, resources } = runner;

    const result = await runner.invoke('Subject', {});

    const [queue] = resources.queues;
    const [key] = resources.keys;
    expect(result.kind === 'succeeded' && JSON.parse(result.payload)).toMatchObject({
      TABLE_NAME: 'records',
      QUEUE_URL: queue?.url,
      KEY_ID: key?.keyId,
      PORTAL: runner.apiUrl,
      AWS_ENDPOINT_URL_DYNAMODB: runner.aws.endpoints.dynamodb,
    });
    const item = { pk: { S: 'a' }, directoryKey: { S: 'OPERATOR' } };
    await clients.dynamodb.send(new PutItemCommand({ TableName: 'records', Item: item }));
    const found = await clients.dynamodb.send(
      new QueryCommand({
        TableName: 'records',
        IndexName: 'directory',
        KeyConditionExpression: 'directoryKey = :key',
        ExpressionAttributeValues: { ':key': { S: 'OPERATOR' } },
      }),
    );
    expect(found.Items).toEqual([item]);
    const secret = await clients.secretsManager.send(
      new GetSecretValueCommand({ SecretId: 'client' }),
    );
    expect(JSON.parse(secret.SecretString ?? '')).toEqual({
      clientId: 'x',
      unused: expect.stringMatching(/^[A-Za-z0-9]{8}$/),
    });
    const Plaintext = Buffer.from('text');
    const { CiphertextBlob } = await clients.kms.send(
      new EncryptCommand({ KeyId: 'alias/mine', Plaintext }),
    );
    const opened = await clients.kms.send(new DecryptCommand({ CiphertextBlob }));
    expect(opened.KeyId).toContain(key?.keyId);
  });

  it('serves the routes of the template through the functions', async () => {
    const runner = await aRunner({
      functions: {
        Web: {
          source:
            'exports.handler = async (event) => ({ statusCode: 202, body: event.routeKey + " " + event.pathParameters.id });',
        },
      },
      resources: {
        Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
        Integration: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: {
            ApiId: { Ref: 'Api' },
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: getAtt('Web', 'Arn'),
            PayloadFormatVersion: '2.0',
          },
        },
        Route: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId: { Ref: 'Api' },
            RouteKey: 'GET /items/{id}',
            Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
          },
        },
      },
    });

    const response = await fetch(`${runner.apiUrl}/items/7`);

    expect([response.status, await response.text()]).toEqual([202, 'GET /items/{id} 7']);
  });

  it('runs a schedule’s function at once and with its input', async () => {
    const runner = await aRunner({
      functions: {
        Sweep: { source: 'exports.handler = async (e) => console.log(JSON.stringify(e));' },
      },
      resources: {
        Schedule: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: {
            ScheduleExpression: 'rate(5 minutes)',
            FlexibleTimeWindow: { Mode: 'OFF' },
            Target: { Arn: getAtt('Sweep', 'Arn'), Input: '{"tick":true}' },
          },
        },
      },
    });

    await vi.waitFor(() => expect(printed(runner, 'Sweep')).toEqual([{ tick: true }]));
  });
});

describe('the runner’s end', () => {
  it('takes every process along when it is killed, however busy they are', async () => {
    const source = `exports.handler = () => {
      console.log(JSON.stringify({ pid: process.pid }));
      return new Promise(() => setInterval(() => {}, 1_000));
    };`;
    const logDirectory = aFolder();
    const script = fileURLToPath(new URL('./support/run-until-killed.ts', import.meta.url));
    const cdkOutDir = anAssembly({ functions: { Subject: { source } } });
    const parent = spawn(process.execPath, [script, cdkOutDir, logDirectory], { stdio: 'inherit' });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = await vi.waitFor(
      () => {
        const [line] = printed<{ pid: number }>({ logDirectory }, 'Subject');
        return line?.pid ?? Promise.reject(new Error('not busy yet'));
      },
      { timeout: 30_000 },
    );
    expect(isAlive(pid)).toBe(true);

    parent.kill('SIGKILL');

    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
  });

  it('stops at once although functions are at work', async () => {
    const runner = await aRunner({
      functions: {
        Worker: {
          source:
            'exports.handler = async () => { console.log("{}"); await new Promise(() => {}); };',
        },
      },
      resources: aQueueWithWorker(),
    });
    await send(runner, [['a', '1']]);
    await vi.waitFor(() => expect(printed(runner, 'Worker')).toHaveLength(1));
    const pids =
      runner.functions
        .get('Worker')
        ?.workers()
        .map(({ pid }) => pid) ?? [];

    await runner.stop();

    expect(pids.map(isAlive)).toEqual([false]);
    await expect(fetch(runner.apiUrl)).rejects.toThrow();
  });

  it('leaves nothing behind when the stack cannot come up', async () => {
    const broken = { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'GET /' } };

    await expect(aRunner({ resources: { Broken: broken } })).rejects.toThrow('Broken: ApiId');
  });
});
