import { join } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import * as z from 'zod/mini';
import { inEnglish } from '../../shared/contracts/in-english.ts';
import { deployedStageOf } from './deployed-stage.ts';
import { functionCode } from './function-code.ts';

/** The `env` schema of a function's config.ts. */
export type EnvSchema = z.ZodMiniObject;

/** Exactly the variables that the function reads: a missing or unknown one does not compile. */
export type Environment<S extends EnvSchema> = Readonly<Record<keyof z.input<S> & string, string>>;

export interface SyncFunctionProps<S extends EnvSchema> {
  /** Folder under functions/, and of the bundle under `bundleRoot`. */
  readonly folder: string;
  /** Name when deployed; differs from the folder where one is deployed several times. Default: the folder. */
  readonly name?: string;
  /** Where the bundles are, e.g. `dist`. */
  readonly bundleRoot: string;
  readonly schema: S;
  readonly environment: Environment<S>;
  readonly timeout: Duration;
  /** Where the stage reserves concurrency at all. */
  readonly reservedConcurrency: number;
}

/** A Lambda function with everything that must never be forgotten: one role, one log group, pinned runtime. */
export class SyncFunction<S extends EnvSchema> extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: SyncFunctionProps<S>) {
    super(scope, id);
    const name = props.name ?? props.folder;
    const { names, isPaused, bytecodeFor, reservesConcurrency } = deployedStageOf(this);
    const reserved = isPaused(name)
      ? 0
      : reservesConcurrency
        ? props.reservedConcurrency
        : undefined;
    requireUsable(name, props);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: names.logGroup(name),
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // An own role instead of AWSLambdaBasicExecutionRole, which may write to every log group of the account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: names.function(name),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      ...functionCode(join(props.bundleRoot, props.folder), bytecodeFor),
      // CPU grows with memory: half a GB halves the cold start of a 256 MB function at about the same price.
      memorySize: 512,
      timeout: props.timeout,
      ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
      role: this.role,
      logGroup,
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: names.metricsNamespace,
      },
    });
  }
}

/** @throws Error when the function would refuse this environment at its cold start. */
function requireUsable<S extends EnvSchema>(name: string, props: SyncFunctionProps<S>): void {
  const parsed = z.safeParse(props.schema, props.environment, inEnglish);
  if (parsed.success) return;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The environment of ${name} is not usable. ${problems.join(' ')}`);
}
