import type { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, describe } from 'vitest';
import { kmsClient } from '../../shared/adapters/kms/client.ts';
import { KmsVault } from '../../shared/adapters/kms/vault.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeVault } from '../fakes/fake-vault.ts';
import { localClientConfig, useLocalAws } from '../support/use-local-aws.ts';
import { vaultSuite } from './vault-suite.ts';

describe('FakeVault', () => vaultSuite(async () => new FakeVault()));

describe.each(['data-keys', 'kms'] as const)('KmsVault, sealing by %s', (sealing) => {
  const clock = new FakeClock();
  const aws = useLocalAws(clock);
  const clients: KMSClient[] = [];
  afterAll(() => {
    for (const client of clients) client.destroy();
  });

  vaultSuite(async () => {
    const client = kmsClient({ ...localClientConfig, endpoint: aws().endpoints.kms });
    clients.push(client);
    return new KmsVault({ client, keyId: 'alias/rollerdoor', sealing, clock });
  });
});
