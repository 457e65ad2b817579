import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, IncorrectKeyException } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoClient } from '../../../shared/adapters/dynamodb/client.ts';
import { kmsClient } from '../../../shared/adapters/kms/client.ts';
import { secretsClient } from '../../../shared/adapters/secrets/client.ts';
import { sesClient } from '../../../shared/adapters/ses/client.ts';
import { sqsClient } from '../../../shared/adapters/sqs/client.ts';

/** One call of each client as the functions make them; bundled by the tests as a function is. */
export function awsCalls() {
  const dynamodb = dynamoClient();
  const kms = kmsClient();
  const secrets = secretsClient();
  const ses = sesClient();
  const sqs = sqsClient();
  return {
    dynamodb: () =>
      dynamodb.send(
        new UpdateCommand({
          TableName: 'table',
          Key: { pk: 'a' },
          UpdateExpression: 'SET n = :n',
          ExpressionAttributeValues: { ':n': 1 },
        }),
      ),
    kms: () => kms.send(new DecryptCommand({ CiphertextBlob: new Uint8Array([1, 2]) })),
    secrets: () => secrets.send(new GetSecretValueCommand({ SecretId: 'secret' })),
    ses: () =>
      ses.send(
        new SendEmailCommand({
          FromEmailAddress: 'books@example.test',
          Destination: { ToAddresses: ['owner@example.test'] },
          Content: { Simple: { Subject: { Data: 'All is well' }, Body: { Text: { Data: '.' } } } },
        }),
      ),
    sqs: () =>
      sqs.send(
        new SendMessageCommand({
          // The client goes where the queue is, whatever the endpoint.
          QueueUrl: `${process.env.AWS_ENDPOINT_URL}/1/queue.fifo`,
          MessageBody: '{}',
          MessageGroupId: 'group',
        }),
      ),
  };
}

/** The classes that the adapters ask for. */
export const errorClasses = {
  ConditionalCheckFailedException,
  IncorrectKeyException,
  ResourceNotFoundException,
};

/** Where each client goes by itself, in a Region of each partition. */
export async function hostsIn(region: string): Promise<string[]> {
  const dynamodb = dynamoClient({ region });
  const clients = [dynamodb, kmsClient({ region }), sesClient({ region }), sqsClient({ region })];
  const providers = clients.map(({ config }) => config.endpointProvider);
  return providers.map((provider) => {
    const asked = { Region: region, UseDualStack: false, UseFIPS: false };
    return provider(asked).url.host;
  });
}
