import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { credentials, region } from '../local-identity.ts';

export interface AwsEndpoints {
  readonly sqs: string;
  readonly dynamodb: string;
  readonly kms: string;
  readonly secretsManager: string;
  readonly ses: string;
}

export interface AwsClients {
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly kms: KMSClient;
  readonly secretsManager: SecretsManagerClient;
}

/** Returns SDK clients of the emulators; the runner speaks to them as any program would. */
export function createAwsClients(endpoints: AwsEndpoints): AwsClients {
  const common = { region, credentials };
  return {
    sqs: new SQSClient({ ...common, endpoint: endpoints.sqs }),
    dynamodb: new DynamoDBClient({ ...common, endpoint: endpoints.dynamodb }),
    kms: new KMSClient({ ...common, endpoint: endpoints.kms }),
    secretsManager: new SecretsManagerClient({ ...common, endpoint: endpoints.secretsManager }),
  };
}
