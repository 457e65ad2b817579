import { SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';

/** One attempt each: the service knows no idempotency keys, and a repeat may be a second mail. */
export function sesClient(config: SESv2ClientConfig = {}): SESv2Client {
  return new SESv2Client({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    },
    ...config,
  });
}
