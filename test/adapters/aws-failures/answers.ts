import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DisabledException, KMSServiceException } from '@aws-sdk/client-kms';
import { SQSServiceException } from '@aws-sdk/client-sqs';

const facts = (name: string, message: string) => ({
  name,
  message,
  $fault: 'client' as const,
  $metadata: { httpStatusCode: 400, requestId: 'request-of-aws' },
});

/** What AWS answers once the SDK has used up its own retries; the emulators give none of it. */
export const awsAnswers = {
  keyDisabled: () =>
    new DisabledException(facts('DisabledException', 'arn:aws:kms:key/1 is disabled.')),
  keyDenied: () =>
    new KMSServiceException(facts('AccessDeniedException', 'The role may not decrypt with it.')),
  tableOverloaded: () =>
    new DynamoDBServiceException(
      facts('ProvisionedThroughputExceededException', 'The level of throughput was exceeded.'),
    ),
  tableThrottled: () =>
    new DynamoDBServiceException(facts('ThrottlingException', 'Rate of requests exceeds.')),
  queueThrottled: () => new SQSServiceException(facts('RequestThrottled', 'Too many requests.')),
  messageTooLarge: () =>
    new SQSServiceException(
      facts('InvalidParameterValue', 'Message must be shorter than 1048576 bytes.'),
    ),
};
