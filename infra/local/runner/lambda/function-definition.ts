import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { arnOf } from '../local-identity.ts';
import { cfnNumber, parseProperties } from '../template/cfn-values.ts';
import type { Deployment, Resource } from '../template/deployment.ts';

/** All that is needed to run one Lambda function. */
export interface FunctionDefinition {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** The folder with the built bundle. */
  readonly bundleDirectory: string;
  /** `file.export`, as in the template. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Undefined when the function shares the account's concurrency. */
  readonly reservedConcurrency: number | undefined;
}

const functionProperties = z.looseObject({
  FunctionName: z.optional(z.string()),
  Handler: z.string(),
  Runtime: z.string().check(z.startsWith('nodejs', 'Only Node functions run locally.')),
  Timeout: z.optional(cfnNumber),
  MemorySize: z.optional(cfnNumber),
  ReservedConcurrentExecutions: z.optional(cfnNumber),
  Environment: z.optional(
    z.looseObject({ Variables: z.optional(z.record(z.string(), z.coerce.string())) }),
  ),
});

// What Lambda takes when the template says nothing.
const defaultTimeoutSeconds = 3;
const defaultMemoryMb = 128;

/** Gives every function of the template its name and ARN, so that other resources can refer to them. */
export function identifyFunctions(deployment: Deployment): void {
  for (const resource of deployment.resources('AWS::Lambda::Function')) {
    const name = nameOf(resource);
    deployment.identify(resource, {
      ref: name,
      attributes: { Arn: arnOf('lambda', `function:${name}`) },
    });
  }
  const routes = deployment.resources('AWS::Lambda::Alias', 'AWS::Lambda::Version');
  for (const resource of routes) {
    // Locally there is one version of each function, so its aliases are the function itself.
    const functionName = functionNameOf(String(resource.properties.FunctionName));
    const arn = arnOf('lambda', `function:${functionName}`);
    deployment.identify(resource, { ref: arn, attributes: { FunctionArn: arn, AliasArn: arn } });
  }
}

/** Reads the functions of the template; everything their environment refers to must exist by now. */
export function readFunctions(deployment: Deployment, assemblyDirectory: string) {
  return deployment
    .resources('AWS::Lambda::Function')
    .filter((resource) => !isCdkHelper(resource))
    .map((resource) => definitionOf(resource, assemblyDirectory));
}

/** Returns the function's name from its name, ARN or API Gateway invocation URI. */
export function functionNameOf(reference: string): string {
  const [, name] = /function:([\w-]+)/.exec(reference) ?? [];
  return name ?? reference;
}

/** Functions that CDK adds for its own deployments do nothing locally. */
function isCdkHelper(resource: Resource): boolean {
  return /^(Custom|LogRetention|AWS679)/.test(resource.logicalId);
}

function nameOf(resource: Resource): string {
  const { FunctionName } = resource.properties;
  return typeof FunctionName === 'string'
    ? FunctionName
    : `${resource.stackName}-${resource.logicalId}`;
}

function definitionOf(resource: Resource, assemblyDirectory: string): FunctionDefinition {
  const properties = parseProperties(functionProperties, resource);
  const name = nameOf(resource);
  return {
    logicalId: resource.logicalId,
    name,
    arn: arnOf('lambda', `function:${name}`),
    bundleDirectory: bundleDirectoryOf(resource, assemblyDirectory),
    handler: properties.Handler,
    environment: properties.Environment?.Variables ?? {},
    timeoutMs: (properties.Timeout ?? defaultTimeoutSeconds) * 1_000,
    memoryMb: properties.MemorySize ?? defaultMemoryMb,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
  };
}

function bundleDirectoryOf(resource: Resource, assemblyDirectory: string): string {
  const path = resource.metadata['aws:asset:path'];
  if (typeof path !== 'string') {
    throw new Error(
      `${resource.logicalId} does not say where its bundle is: synthesize with the context` +
        ' "aws:cdk:enable-asset-metadata": true.',
    );
  }
  const directory = resolve(assemblyDirectory, path);
  if (existsSync(directory)) return directory;
  throw new Error(`${resource.logicalId}: ${directory} is missing. Run "npm run build" and synth.`);
}
