/** What the emulated account answers for `AWS::Region`: the SQS emulator puts the same into its ARNs. */
export const region = 'us-east-1';
export const accountId = '000000000000';
export const partition = 'aws';

/** Any will do for the emulators; DynamoDB's accept letters and digits only. */
export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Returns the ARN of a resource of the emulated account. */
export function arnOf(service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
