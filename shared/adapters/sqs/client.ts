import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** A client that asks again instead of hanging: without a time-out the SDK waits for ever. */
export function sqsClient(config: SQSClientConfig = {}): SQSClient {
  return new SQSClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
    },
    ...config,
  });
}
