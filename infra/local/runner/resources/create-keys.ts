import { randomUUID } from 'node:crypto';
import { CreateAliasCommand, DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod/mini';
import { parseProperties } from '../template/cfn-values.ts';
import type { Deployment, Resource } from '../template/deployment.ts';

export interface CreatedKey {
  readonly logicalId: string;
  readonly keyId: string;
}

const aliasProperties = z.looseObject({ AliasName: z.string(), TargetKeyId: z.string() });

/** Gives every KMS key of the template an id and creates the aliases. */
export async function createKeys(deployment: Deployment, kms: KMSClient): Promise<CreatedKey[]> {
  const keys = deployment.resources('AWS::KMS::Key');
  const created = await Promise.all(keys.map((key) => createKey(key, deployment, kms)));
  for (const alias of deployment.resources('AWS::KMS::Alias')) {
    const { AliasName, TargetKeyId } = parseProperties(aliasProperties, alias);
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    deployment.identify(alias, { ref: AliasName, attributes: {} });
  }
  return created;
}

async function createKey(
  resource: Resource,
  deployment: Deployment,
  kms: KMSClient,
): Promise<CreatedKey> {
  // The emulator has a key for every id, so there is nothing to create.
  const keyId = randomUUID();
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
  const arn = KeyMetadata?.Arn ?? keyId;
  deployment.identify(resource, { ref: keyId, attributes: { Arn: arn, KeyId: keyId } });
  return { logicalId: resource.logicalId, keyId };
}
