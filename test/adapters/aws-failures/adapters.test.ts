import {
  DecryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { KmsRewrapper } from '../../../shared/adapters/kms/rewrapper.ts';
import { KmsVault } from '../../../shared/adapters/kms/vault.ts';
import { SecretsManagerSecrets } from '../../../shared/adapters/secrets/secrets.ts';
import { SqsChangeQueue } from '../../../shared/adapters/sqs/change-queue.ts';
import { SqsDeferrer } from '../../../shared/adapters/sqs/defer-visibility.ts';
import { SqsTokenRefreshQueue } from '../../../shared/adapters/sqs/token-refresh-queue.ts';
import { SqsWriteBackQueue } from '../../../shared/adapters/sqs/write-back-queue.ts';
import { openStores } from '../../../shared/composition/open-stores.ts';
import { SealError } from '../../../shared/domain/errors/errors.ts';
import { aChangeMessage, aWriteBackMessage } from '../../builders/a-change-message.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { awsAnswers } from './answers.ts';

const kms = mockClient(KMSClient);
const sqs = mockClient(SQSClient);
const table = mockClient(DynamoDBDocumentClient);
const secretsManager = mockClient(SecretsManagerClient);
const region = 'us-east-1';

afterEach(() => {
  for (const mock of [kms, sqs, table, secretsManager]) mock.reset();
});

const context = { operatorId: 'acorn', provider: 'xero', epoch: 3, purpose: 'tokens' } as const;
const sealed = Buffer.from('sealed').toString('base64');

describe.each(['keyDisabled', 'keyDenied'] as const)('a key that answers %s', (answer) => {
  const client = new KMSClient({ region });
  const newVault = () =>
    new KmsVault({ client, keyId: 'alias/k', sealing: 'data-keys', clock: new FakeClock() });

  it('is not taken for a ciphertext that is sealed for somebody else', async () => {
    kms.rejects(awsAnswers[answer]());

    const opening = newVault().open(sealed, context);
    await expect(opening).rejects.toMatchObject({ name: awsAnswers[answer]().name });
    await expect(opening).rejects.not.toBeInstanceOf(SealError);
    const rewrapping = new KmsRewrapper({ client, keyId: 'alias/k' }).rewrap(sealed, context);
    await expect(rewrapping).rejects.not.toBeInstanceOf(SealError);
    await expect(newVault().seal('pair', context)).rejects.toThrow();
    expect(kms.commandCalls(ReEncryptCommand)).toHaveLength(1);
    expect(kms.commandCalls(GenerateDataKeyCommand)).toHaveLength(1);
  });

  it('opens again as soon as it may: the failure is not remembered', async () => {
    kms
      .on(DecryptCommand)
      .rejectsOnce(awsAnswers[answer]())
      .resolves({ Plaintext: Buffer.from('pair') });
    const vault = newVault();

    await expect(vault.open(sealed, context)).rejects.toThrow();
    expect(await vault.open(sealed, context)).toBe('pair');
  });
});

describe.each(['tableOverloaded', 'tableThrottled'] as const)(
  'a table that answers %s',
  (answer) => {
    const stores = openStores({ tableName: 'table', dynamodb: { region } });
    const key = { operatorId: 'acorn', provider: 'xero' } as const;

    it('never looks like one without the item', async () => {
      table.on(GetCommand).rejects(awsAnswers[answer]());
      table.on(QueryCommand).rejects(awsAnswers[answer]());

      await expect(stores.connections.get(key)).rejects.toThrow();
      await expect(stores.settings.get('acorn', 'xero')).rejects.toThrow();
      await expect(stores.issues.list('acorn')).rejects.toThrow();
    });

    it('never looks like one in which another worker was faster', async () => {
      table.rejects(awsAnswers[answer]());

      await expect(stores.connections.replace(aConnection(key), 0)).rejects.toMatchObject({
        name: awsAnswers[answer]().name,
      });
    });
  },
);

describe('queues', () => {
  const queueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/q.fifo';
  const queue = { client: new SQSClient({ region }), queueUrl };
  const refresh = {
    schemaVersion: 1 as const,
    operatorId: 'acorn',
    provider: 'xero' as const,
    epoch: 3,
    tokenVersion: 1,
  };
  const sendChange = () =>
    new SqsChangeQueue(queue).send(aChangeMessage({ operatorId: 'acorn' }), 'evt_1#xero');
  const operatorIds = ['acorn', 'birch'];
  const together = [
    {
      name: 'write-backs',
      groups: operatorIds,
      sendAll: () =>
        new SqsWriteBackQueue(queue).sendAll(
          operatorIds.map((operatorId) => ({
            message: aWriteBackMessage({ operatorId }),
            dedupeId: 'evt_1#xero',
          })),
        ),
    },
    {
      name: 'token refreshes',
      groups: ['acorn#xero', 'birch#xero'],
      sendAll: () =>
        new SqsTokenRefreshQueue(queue).sendAll(
          operatorIds.map((operatorId) => ({
            message: { ...refresh, operatorId },
            dedupeId: 'evt_1#xero',
          })),
        ),
    },
  ];

  it('of changes get queue, group and deduplication of their own', async () => {
    sqs.on(SendMessageCommand).resolves({ MessageId: '1' });

    await sendChange();

    expect(sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input)).toEqual([
      {
        QueueUrl: queueUrl,
        MessageGroupId: 'acorn',
        MessageDeduplicationId: 'evt_1#xero',
        MessageBody: expect.stringContaining('"operatorId":"acorn"'),
      },
    ]);
  });

  it('of changes tell the sender when they did not take a message', async () => {
    sqs.on(SendMessageCommand).rejects(awsAnswers.messageTooLarge());
    await expect(sendChange()).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    sqs.on(SendMessageCommand).rejects(awsAnswers.queueThrottled());
    await expect(sendChange()).rejects.toMatchObject({ name: 'RequestThrottled' });
  });

  it.each(together)(
    'of $name take several in one call, and only what they say is taken',
    async ({ groups, sendAll }) => {
      sqs
        .on(SendMessageBatchCommand)
        .resolvesOnce({ Successful: [{ Id: '0', MessageId: '1', MD5OfMessageBody: '' }] })
        // What it does not take is sent again, twice.
        .resolvesOnce({ Failed: [] })
        .resolvesOnce({ Failed: [] })
        .resolvesOnce({ Failed: [] })
        .resolvesOnce({ Failed: [] })
        .resolvesOnce({ Failed: [] })
        .rejectsOnce(awsAnswers.messageTooLarge())
        .rejects(awsAnswers.queueThrottled());

      await expect(sendAll()).rejects.toMatchObject({ positions: [1] });
      await expect(sendAll()).rejects.toMatchObject({ positions: [0, 1] });
      await expect(sendAll()).rejects.toMatchObject({ name: 'InvalidParameterValue' });
      await expect(sendAll()).rejects.toMatchObject({ name: 'RequestThrottled' });

      const [first] = sqs.commandCalls(SendMessageBatchCommand);
      expect(first?.args[0].input).toMatchObject({
        QueueUrl: queueUrl,
        Entries: groups.map((group, at) => ({
          Id: String(at),
          MessageGroupId: group,
          MessageDeduplicationId: 'evt_1#xero',
          MessageBody: expect.stringContaining(`"operatorId":"${operatorIds[at]}"`),
        })),
      });
    },
  );

  it('hide what they can and name the rest', async () => {
    sqs
      .on(ChangeMessageVisibilityBatchCommand)
      .resolvesOnce({
        Successful: [{ Id: '0' }],
        Failed: [{ Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true }],
      })
      .resolves({ Failed: [{ Id: '0', Code: undefined, SenderFault: false }] });
    const handles = Array.from({ length: 11 }, (_, at) => `handle-${at}`);

    expect(await new SqsDeferrer(queue).defer(handles, 60)).toEqual([
      { receiptHandle: 'handle-1', code: 'ReceiptHandleIsInvalid' },
      { receiptHandle: 'handle-10', code: 'unknown' },
    ]);
  });
});

describe('a secret that does not exist', () => {
  it('is named, and read again at the next call', async () => {
    secretsManager
      .on(GetSecretValueCommand)
      .rejectsOnce(new ResourceNotFoundException({ message: '', $metadata: {} }))
      .resolves({ SecretString: JSON.stringify({ clientId: 'id', clientSecret: 'kept' }) });
    const client = new SecretsManagerClient({ region });
    const secrets = new SecretsManagerSecrets({ client, clock: new FakeClock() });

    await expect(secrets.clientCredentials('rollerdoor/xero')).rejects.toThrow(/rollerdoor\/xero/);
    expect(await secrets.clientCredentials('rollerdoor/xero')).toEqual({
      clientId: 'id',
      clientSecret: 'kept',
    });
  });
});
