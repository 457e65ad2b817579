import { randomInt } from 'node:crypto';
import { CreateSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { cfnBoolean, cfnNumber, parseProperties } from '../template/cfn-values.ts';
import type { Deployment, Resource } from '../template/deployment.ts';

export interface CreatedSecret {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
}

const generation = z.looseObject({
  PasswordLength: z.optional(cfnNumber),
  ExcludeCharacters: z.optional(z.string()),
  ExcludeLowercase: z.optional(cfnBoolean),
  ExcludeNumbers: z.optional(cfnBoolean),
  ExcludePunctuation: z.optional(cfnBoolean),
  ExcludeUppercase: z.optional(cfnBoolean),
  SecretStringTemplate: z.optional(z.string()),
  GenerateStringKey: z.optional(z.string()),
});
type Generation = z.infer<typeof generation>;
const secretProperties = z.looseObject({
  Name: z.optional(z.string()),
  SecretString: z.optional(z.string()),
  GenerateSecretString: z.optional(generation),
});

/** Creates every secret of the template, with a generated value where the template asks for one. */
export function createSecrets(
  deployment: Deployment,
  secretsManager: SecretsManagerClient,
): Promise<CreatedSecret[]> {
  const secrets = deployment.resources('AWS::SecretsManager::Secret');
  return Promise.all(secrets.map((secret) => create(secret, deployment, secretsManager)));
}

async function create(
  resource: Resource,
  deployment: Deployment,
  secretsManager: SecretsManagerClient,
): Promise<CreatedSecret> {
  const properties = parseProperties(secretProperties, resource);
  const name = properties.Name ?? `${resource.stackName}-${resource.logicalId}`;
  const { ARN = name } = await secretsManager.send(
    new CreateSecretCommand({ Name: name, SecretString: initialValueOf(properties) }),
  );
  deployment.identify(resource, { ref: ARN, attributes: { Id: ARN } });
  return { logicalId: resource.logicalId, name, arn: ARN };
}

/** An empty GenerateSecretString means a password of 32 characters; no value at all means a secret set by hand later. */
function initialValueOf(properties: z.infer<typeof secretProperties>): string {
  const rules = properties.GenerateSecretString;
  if (!rules) return properties.SecretString ?? '{}';
  const password = generatePassword(rules);
  if (!rules.GenerateStringKey) return password;
  const template: unknown = JSON.parse(rules.SecretStringTemplate ?? '{}');
  return JSON.stringify(Object.assign({}, template, { [rules.GenerateStringKey]: password }));
}

function generatePassword(rules: Generation): string {
  const alphabet = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  ].join('');
  const allowed = [...alphabet].filter((letter) => !rules.ExcludeCharacters?.includes(letter));
  const letters = Array.from({ length: rules.PasswordLength ?? 32 }, () => pick(allowed));
  return letters.join('');
}

function pick(letters: readonly string[]): string {
  return letters[randomInt(letters.length)] ?? '';
}
