import { afterAll, beforeAll } from 'vitest';
import type { LocalAws } from '../../infra/local/aws/start-local-aws.ts';
import { startLocalAws } from '../../infra/local/aws/start-local-aws.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';

/** What every SDK client needs to talk to the emulators. */
export const localClientConfig = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

/** Runs the AWS emulators around the tests of a file, with their time taken from the clock. */
export function useLocalAws(clock: FakeClock): () => LocalAws {
  let aws: LocalAws | undefined;
  beforeAll(async () => {
    aws = await startLocalAws({ clock: { now: () => clock.nowEpochMs() } });
  });
  afterAll(async () => {
    await aws?.stop();
  });
  return () => {
    if (!aws) throw new Error('The emulators run only inside tests.');
    return aws;
  };
}
