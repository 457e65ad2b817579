import * as z from 'zod/mini';
import { AwsError } from '../common/aws-error.ts';
import { parseInput } from '../common/parse-input.ts';
import type { Secret, SecretStore, SecretVersion } from './secret-store.ts';

type Operation = (store: SecretStore, body: unknown) => unknown;

const text = z.optional(z.string());
const value = { SecretString: text, SecretBinary: text, ClientRequestToken: text };

const operations: Readonly<Record<string, Operation>> = {
  CreateSecret: parsed(
    z.object({ Name: z.string().check(z.minLength(1)), Description: text, ...value }),
    (store, input) => {
      const secret = store.create(input.Name, input.Description);
      const version = hasValue(input) ? addCurrent(store, secret, input) : undefined;
      return identify(secret, version);
    },
  ),
  PutSecretValue: parsed(
    z.object({ SecretId: z.string(), VersionStages: z.optional(z.array(z.string())), ...value }),
    (store, input) => {
      if (!hasValue(input)) throw invalidRequest('You must provide SecretString or SecretBinary.');
      const secret = store.find(input.SecretId);
      const version = addCurrent(store, secret, input);
      return { ...identify(secret, version), VersionStages: version.stages };
    },
  ),
  UpdateSecret: parsed(
    z.object({ SecretId: z.string(), Description: text, ...value }),
    (store, input) => {
      const secret = store.find(input.SecretId);
      secret.description = input.Description ?? secret.description;
      const version = hasValue(input) ? addCurrent(store, secret, input) : undefined;
      return identify(secret, version);
    },
  ),
  GetSecretValue: parsed(
    z.object({ SecretId: z.string(), VersionId: text, VersionStage: text }),
    (store, input) => {
      const secret = store.find(input.SecretId);
      const version = store.version(secret, input.VersionId, input.VersionStage);
      return {
        ...identify(secret, version),
        SecretString: version.SecretString,
        SecretBinary: version.SecretBinary,
        VersionStages: version.stages,
        CreatedDate: toSeconds(version.createdAtEpochMs),
      };
    },
  ),
  DescribeSecret: parsed(z.object({ SecretId: z.string() }), (store, input) => {
    return describe(store.find(input.SecretId), 'VersionIdsToStages');
  }),
  ListSecrets: parsed(z.object({}), (store) => ({
    SecretList: store.all().map((secret) => describe(secret, 'SecretVersionsToStages')),
  })),
};

/**
 * Runs one Secrets Manager operation on a parsed JSON body.
 * @throws AwsError with the code Secrets Manager answers.
 */
export function runSecretsOperation(store: SecretStore, operation: string, body: unknown): unknown {
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (run) return run(store, body);
  throw new AwsError({
    code: 'UnknownOperationException',
    message: `The emulator has no operation ${operation}.`,
  });
}

interface ValueInput {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: string | undefined;
  readonly ClientRequestToken?: string | undefined;
  readonly VersionStages?: readonly string[] | undefined;
}

function hasValue(input: ValueInput): boolean {
  return input.SecretString !== undefined || input.SecretBinary !== undefined;
}

function addCurrent(store: SecretStore, secret: Secret, input: ValueInput): SecretVersion {
  return store.addVersion(secret, {
    versionId: input.ClientRequestToken,
    SecretString: input.SecretString,
    SecretBinary: input.SecretBinary,
    stages: input.VersionStages ?? ['AWSCURRENT'],
  });
}

function identify(secret: Secret, version: SecretVersion | undefined) {
  const identity = { ARN: secret.arn, Name: secret.name };
  return version ? { ...identity, VersionId: version.versionId } : identity;
}

function describe(secret: Secret, stagesField: string) {
  const staged = secret.versions.filter((version) => version.stages.length > 0);
  return {
    ...identify(secret, undefined),
    Description: secret.description,
    CreatedDate: toSeconds(secret.createdAtEpochMs),
    LastChangedDate: toSeconds(secret.changedAtEpochMs),
    [stagesField]: Object.fromEntries(staged.map((version) => [version.versionId, version.stages])),
  };
}

function toSeconds(epochMs: number): number {
  return epochMs / 1_000;
}

function parsed<Schema extends z.ZodMiniType>(
  schema: Schema,
  run: (store: SecretStore, input: z.output<Schema>) => unknown,
): Operation {
  return (store, body) => run(store, parseInput(schema, body, 'InvalidParameterException'));
}

function invalidRequest(message: string): AwsError {
  return new AwsError({ code: 'InvalidRequestException', message });
}
