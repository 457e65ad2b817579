import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';

/** A client that asks again instead of hanging: without a time-out the SDK waits for ever. */
export function kmsClient(config: KMSClientConfig = {}): KMSClient {
  return new KMSClient({
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 2_000,
      throwOnRequestTimeout: true,
    },
    ...config,
  });
}
