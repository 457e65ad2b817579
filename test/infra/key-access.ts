import type { Account } from './account.ts';
import { dataStack, functionsOf, pipelineStack } from './deployed-account.ts';

interface KeyStatement {
  role: string;
  action: string;
  keys: string[];
  service: string | undefined;
  purpose: boolean;
}

/** What every role may do with which key, as its policy stands now. */
export function keyStatements(account: Account): KeyStatement[] {
  return account.thingsOf(pipelineStack, 'AWS::IAM::Policy').flatMap(([, { properties }]) => {
    const [role] = asArray(properties.Roles).map((item) => account.resolve(pipelineStack, item));
    const { Statement } = properties.PolicyDocument as { Statement: Statement[] };
    return Statement.flatMap(({ Action, Resource, Condition }) =>
      asArray(Action).map((action) => ({
        role: role ?? '',
        action: String(action),
        keys: asArray(Resource).map((item) => account.resolve(pipelineStack, item)),
        service: /"(dynamodb|secretsmanager)\."/.exec(JSON.stringify(Condition ?? ''))?.[1],
        purpose: JSON.stringify(Condition ?? '').includes('EncryptionContext'),
      })),
    ).filter(({ action }) => action.startsWith('kms:'));
  });
}

interface Statement {
  Action: unknown;
  Resource: unknown;
  Condition?: unknown;
}

/** Which role cannot use the key of the table, of the secrets, or the one that its function seals with. */
export function lackingKeys(account: Account): string[] {
  const statements = keyStatements(account);
  const tables = account.thingsOf(dataStack, 'AWS::DynamoDB::Table');
  const secrets = account.thingsOf(dataStack, 'AWS::SecretsManager::Secret');
  const tableKeys = tables.map(([, { properties }]) =>
    account.resolve(
      dataStack,
      (properties.SSESpecification as Record<string, unknown>).KMSMasterKeyId,
    ),
  );
  const secretKeys = secrets.map(([, { properties }]) =>
    account.resolve(dataStack, properties.KmsKeyId),
  );
  const needs = (role: string): [string, string, (one: KeyStatement) => boolean][] => [
    ...tableKeys.map((key) => [role, key, ({ service }) => service === 'dynamodb'] satisfies Need),
    ...secretKeys.map(
      (key) => [role, key, ({ service }) => service === 'secretsmanager'] satisfies Need,
    ),
    ...sealingKeys(account, role).map(
      (key) =>
        [
          role,
          key,
          ({ action, purpose }) => purpose && action === 'kms:GenerateDataKey',
        ] satisfies Need,
    ),
  ];
  const roles = [...new Set(statements.map(({ role }) => role))];
  return roles.flatMap((role) =>
    needs(role).flatMap(([, key, isFor]) => {
      const relevant = statements.filter((one) => one.role === role && isFor(one));
      // A role that does none of it needs no key for it.
      if (relevant.length === 0) return [];
      return relevant.every(({ keys }) => keys.includes(key)) ? [] : [`${role} lacks ${key}`];
    }),
  );
}

type Need = [string, string, (one: KeyStatement) => boolean];

/** The keys that functions, of one role or all, are told to seal with. */
export function sealingKeys(account: Account, role?: string): string[] {
  const found = functionsOf(account)
    .filter(([, { properties }]) =>
      [undefined, account.resolve(pipelineStack, properties.Role)].includes(role),
    )
    .map(([, { properties }]) => {
      const { Variables } = properties.Environment as { Variables: Record<string, unknown> };
      return Variables.KEY_ID;
    })
    .filter((keyId) => keyId !== undefined);
  return [...new Set(found.map((keyId) => account.resolve(pipelineStack, keyId)))];
}

export function logicalIdOf(account: Account, alias: string): string {
  const found = account
    .thingsOf(dataStack, 'AWS::KMS::Alias')
    .find(([, { name }]) => name === alias);
  return account.resolve('', found?.[1].properties.TargetKeyId).slice(1);
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
