import type { SQSClientConfig } from '@aws-sdk/client-sqs';

type RetryStrategy = Extract<
  NonNullable<SQSClientConfig['retryStrategy']>,
  { acquireInitialRetryToken: unknown }
>;

/** Long enough for a connection to be made anew. */
const waitMs = 20;

const first = { getRetryCount: () => 0, getRetryDelay: () => 0 };
const second = { getRetryCount: () => 1, getRetryDelay: () => waitMs };

/**
 * For a sender whose own caller repeats: asks once more when an answer failed in passing, and never when
 * the queue says that it is asked too much. The SDK's own strategy would wait up to a second, and many
 * executions at once would wait for the queue of one operator.
 */
export const onceMore: RetryStrategy = {
  async acquireInitialRetryToken() {
    return first;
  },
  async refreshRetryTokenForRetry(token, { errorType }) {
    if (errorType === 'TRANSIENT' && token.getRetryCount() === 0) return second;
    throw new Error('No more tries.');
  },
  recordSuccess() {
    // Each call begins anew.
  },
};
