import { describe } from 'vitest';
import { KmsVault } from '../../shared/adapters/kms/vault.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeVault } from '../fakes/fake-vault.ts';
import { useLocalKms } from '../support/use-local-kms.ts';
import { vaultSuite } from './vault-suite.ts';

describe('FakeVault', () => vaultSuite(async () => new FakeVault()));

describe.each(['data-keys', 'kms'] as const)('KmsVault, sealing by %s', (sealing) => {
  const clock = new FakeClock();
  const kms = useLocalKms(clock);

  vaultSuite(async () => {
    return new KmsVault({ client: kms.newClient(), keyId: 'alias/rollerdoor', sealing, clock });
  });
});
