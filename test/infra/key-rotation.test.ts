import { expect, it } from 'vitest';
import type { StageConfig } from '../../infra/config.ts';
import { dataStack, deployAll, deployedAccount, procedure } from './deployed-account.ts';
import { keyStatements, lackingKeys, logicalIdOf, sealingKeys } from './key-access.ts';

const today = { id: 'Key', alias: 'alias/rollerdoor-production' } as const;
const next = { id: 'Key2027', alias: 'alias/rollerdoor-production-2027' } as const;
const moved = { keyId: next.id, keyAlias: next.alias };
const steps: Partial<StageConfig>[] = [
  { otherKeys: [{ ...next, may: 'seal' }] },
  { ...moved, otherKeys: [{ ...today, may: 'seal' }] },
  { ...moved, otherKeys: [{ ...today, may: 'open' }] },
  { ...moved, otherKeys: [{ ...today, may: 'nothing' }] },
  moved,
];

procedure('Rotate the encryption key', () => {
  it('is refused in one step, which takes away what the other stack imports', () => {
    expect(() => deployAll(deployedAccount(), moved)).toThrow(/Export .+ is in use/);
  });

  it('is refused when the former key leaves before nobody uses it', () => {
    const account = deployedAccount();
    for (const step of steps.slice(0, 3)) deployAll(account, step);

    expect(() => deployAll(account, moved)).toThrow(/Export .+ is in use/);
  });

  it('can be deployed step by step, and no function is without its keys at any moment', () => {
    const account = deployedAccount();
    account.onChange = () => expect(lackingKeys(account)).toEqual([]);

    for (const step of steps) {
      deployAll(account, step);
      expect(lackingKeys(account)).toEqual([]);
    }

    expect(sealingKeys(account)).toEqual([`${dataStack}/${logicalIdOf(account, next.alias)}`]);
    const keys = [...account.things].filter(({ type }) => type === 'AWS::KMS::Key');
    expect(keys, 'the former key is kept for backups').toHaveLength(2);
    expect(account.thingsOf(dataStack, 'AWS::KMS::Key')).toHaveLength(1);
  });

  it('leaves roles without the key of the table when the first step is left out', () => {
    const account = deployedAccount();
    const lacking: string[] = [];
    account.onChange = () => lacking.push(...lackingKeys(account));

    deployAll(account, steps[1]);

    expect(lacking).not.toEqual([]);
  });
});

procedure('Rotate the encryption key', () => {
  it('leaves former ciphertexts readable and sealed by nobody any more, until they are wrapped anew', () => {
    const account = deployedAccount();
    for (const step of steps.slice(0, 3)) deployAll(account, step);
    const former = `${dataStack}/${logicalIdOf(account, today.alias)}`;

    const byPurpose = keyStatements(account).filter(({ purpose }) => purpose);
    const actions = byPurpose
      .filter(({ keys }) => keys.includes(former))
      .map(({ action }) => action);

    expect(new Set(actions)).toEqual(new Set(['kms:Decrypt']));
  });

  it('draws no secret anew', () => {
    const account = deployedAccount();
    const generated = () =>
      account
        .thingsOf(dataStack, 'AWS::SecretsManager::Secret')
        .map(([, { properties }]) => properties.GenerateSecretString);
    const before = generated();
    const secrets = new Set(account.things);

    for (const step of steps) deployAll(account, step);

    expect(generated()).toEqual(before);
    for (const [, secret] of account.thingsOf(dataStack, 'AWS::SecretsManager::Secret')) {
      expect(secrets.has(secret)).toBe(true);
    }
  });
});
