import type { KMSClient } from '@aws-sdk/client-kms';
import { afterAll } from 'vitest';
import { kmsClient } from '../../shared/adapters/kms/client.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import { localClientConfig, useLocalAws } from './use-local-aws.ts';

/** Runs the emulators around the tests of a file, with clients of their KMS and the calls to it. */
export function useLocalKms(clock: FakeClock) {
  const aws = useLocalAws(clock);
  const clients: KMSClient[] = [];
  afterAll(() => {
    for (const client of clients) client.destroy();
  });
  return {
    newClient(): KMSClient {
      const client = kmsClient({ ...localClientConfig, endpoint: aws().endpoints.kms });
      clients.push(client);
      return client;
    },
    calls: () => aws().calls.snapshot(),
    resetCalls: () => aws().calls.reset(),
  };
}
