import { AwsError } from '../common/aws-error.ts';
import type { Clock } from '../common/clock.ts';

/** What a version holds; exactly one of the two. Binary is base64 text. */
export interface SecretValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: string | undefined;
}

export interface SecretVersion extends SecretValue {
  readonly versionId: string;
  readonly createdAtEpochMs: number;
  stages: readonly string[];
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly createdAtEpochMs: number;
  changedAtEpochMs: number;
  description: string | undefined;
  readonly versions: SecretVersion[];
}

export interface NewVersion extends SecretValue {
  readonly versionId: string | undefined;
  readonly stages: readonly string[];
}

export interface SecretStoreOptions {
  readonly clock: Clock;
  nextId(): string;
}

const arnPrefix = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:';
const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';

/** Secrets by name or ARN with their versions; a version stage is on one version at a time. */
export class SecretStore {
  readonly #clock: Clock;
  readonly #nextId: () => string;
  readonly #secrets = new Map<string, Secret>();

  constructor(options: SecretStoreOptions) {
    this.#clock = options.clock;
    this.#nextId = () => options.nextId();
  }

  create(name: string, description: string | undefined): Secret {
    if (this.#secrets.has(name)) {
      throw new AwsError({
        code: 'ResourceExistsException',
        message: `The operation failed because the secret ${name} already exists.`,
      });
    }
    const nowEpochMs = this.#clock.now();
    const secret: Secret = {
      name,
      // AWS appends six characters, so that a name used again has another ARN.
      arn: `${arnPrefix}${name}-${this.#nextId().replaceAll('-', '').slice(0, 6)}`,
      createdAtEpochMs: nowEpochMs,
      changedAtEpochMs: nowEpochMs,
      description,
      versions: [],
    };
    this.#secrets.set(name, secret);
    return secret;
  }

  all(): Secret[] {
    return [...this.#secrets.values()];
  }

  /** By name, ARN, or ARN without its last six characters. */
  find(id: string): Secret {
    const name = id.startsWith(arnPrefix) ? id.slice(arnPrefix.length) : id;
    const secret = this.#secrets.get(name) ?? this.all().find((candidate) => candidate.arn === id);
    if (secret) return secret;
    throw new AwsError({
      code: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
  }

  /** Adds a version; the same version id with the same value is a retry and changes nothing. */
  addVersion(secret: Secret, version: NewVersion): SecretVersion {
    const versionId = version.versionId ?? this.#nextId();
    const existing = secret.versions.find((candidate) => candidate.versionId === versionId);
    if (existing) return sameVersion(existing, version);
    const added: SecretVersion = {
      versionId,
      SecretString: version.SecretString,
      SecretBinary: version.SecretBinary,
      createdAtEpochMs: this.#clock.now(),
      stages: [],
    };
    secret.versions.push(added);
    for (const stage of version.stages) moveStage(secret, stage, added);
    secret.changedAtEpochMs = added.createdAtEpochMs;
    return added;
  }

  version(secret: Secret, versionId: string | undefined, stage: string | undefined): SecretVersion {
    const wantedStage = stage ?? (versionId === undefined ? current : undefined);
    const found = secret.versions.find((version) => {
      if (versionId !== undefined && version.versionId !== versionId) return false;
      return wantedStage === undefined || version.stages.includes(wantedStage);
    });
    if (found) return found;
    const wanted = versionId ? `VersionId: ${versionId}` : `staging label: ${wantedStage}`;
    throw new AwsError({
      code: 'ResourceNotFoundException',
      message: `Secrets Manager can't find the specified secret value for ${wanted}`,
    });
  }
}

function sameVersion(existing: SecretVersion, version: SecretValue): SecretVersion {
  const isSame =
    existing.SecretString === version.SecretString &&
    existing.SecretBinary === version.SecretBinary;
  if (isSame) return existing;
  throw new AwsError({
    code: 'ResourceExistsException',
    message: `The version ${existing.versionId} already exists with another value.`,
  });
}

// Moving AWSCURRENT leaves AWSPREVIOUS on the version that had it.
function moveStage(secret: Secret, stage: string, to: SecretVersion): void {
  const from = secret.versions.find((version) => version.stages.includes(stage));
  if (from === to) return;
  if (from) from.stages = from.stages.filter((name) => name !== stage);
  to.stages = [...to.stages, stage];
  if (stage === current && from) moveStage(secret, previous, from);
}
