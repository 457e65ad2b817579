import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/** The AWS SDK as the functions use it and nothing else: what their bundles are compared with. */
export function construct() {
  return {
    dynamodb: DynamoDBDocumentClient.from(new DynamoDBClient({})),
    sqs: new SQSClient({}),
    kms: new KMSClient({}),
    secretsManager: new SecretsManagerClient({}),
  };
}

/** Named, so that the bundler keeps what the functions' bundles keep. */
export const commands = [
  ConditionalCheckFailedException,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  DecryptCommand,
  EncryptCommand,
  GetSecretValueCommand,
];
