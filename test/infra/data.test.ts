import { describe, expect, it } from 'vitest';
import { resourcesOf, synthesize } from './synthesized.ts';

describe.each(['production', 'local'])('data of the %s stage', (stage) => {
  const { data, config } = synthesize(stage);
  const [table, ...otherTables] = resourcesOf(data, 'AWS::DynamoDB::Table');
  const [key, ...otherKeys] = resourcesOf(data, 'AWS::KMS::Key');
  const secrets = resourcesOf(data, 'AWS::SecretsManager::Secret');

  it('is one table under one key', () => {
    expect(otherTables).toEqual([]);
    expect(otherKeys).toEqual([]);
  });

  it('can be restored to any second and not be deleted by mistake', () => {
    expect(table?.properties).toMatchObject({
      TableName: config.tableName,
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  it('is encrypted with our own key', () => {
    expect(table?.properties.SSESpecification).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: { 'Fn::GetAtt': [key?.id, 'Arn'] },
    });
    for (const secret of secrets) {
      expect(secret.properties.KmsKeyId).toEqual({ 'Fn::GetAtt': [key?.id, 'Arn'] });
    }
  });

  it('has the keys, the directory index and the expiry that the adapters use', () => {
    expect(table?.properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'directory',
          KeySchema: [
            { AttributeName: 'directoryKey', KeyType: 'HASH' },
            { AttributeName: 'directorySort', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAtEpochSeconds', Enabled: true },
    });
  });

  it('has a key that rotates and takes 30 days to delete', () => {
    expect(key?.properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
    data.hasResourceProperties('AWS::KMS::Alias', { AliasName: config.keyAlias });
  });

  it('has the secrets whose names the configuration gives, without a usable value in the template', () => {
    expect(secrets.map(({ properties }) => properties.Name).sort()).toEqual(
      [
        config.deprovisionSecretName,
        config.signingKeySecretName,
        config.source.clientSecretName,
        config.targets.xero.clientSecretName,
        ...(config.targets.xero.eventsSecretName ? [config.targets.xero.eventsSecretName] : []),
      ].sort(),
    );
    for (const { properties } of secrets) {
      expect(properties).not.toHaveProperty('SecretString');
      const template = JSON.parse(properties.GenerateSecretString.SecretStringTemplate ?? '{}');
      expect(Object.values(template).join('')).toBe('');
    }
  });

  it('survives the deletion of the stack', () => {
    const kept = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret'];
    for (const type of kept) {
      data.allResources(type, {
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
    }
  });

  it('has the table made last, which deletion protection would keep when a first deployment fails', () => {
    const [made] = Object.values(data.findResources('AWS::DynamoDB::Table'));
    expect(made?.DependsOn.toSorted()).toEqual(secrets.map(({ id }) => id).sort());
  });
});

describe('the production data stack', () => {
  it('cannot be deleted before its termination protection is taken off', () => {
    expect(synthesize('production').stacks.data.terminationProtection).toBe(true);
  });
});
