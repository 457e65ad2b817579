import { accountId, arnOf, partition, region } from '../local-identity.ts';
import type { Stack, TemplateResource } from './cloud-assembly.ts';
import { type IntrinsicScope, resolveIntrinsics } from './resolve-intrinsics.ts';

/** What `Ref` and `Fn::GetAtt` return for a resource that exists. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A resource with its properties resolved. */
export interface Resource {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

export interface Deployment {
  /** Resources of one of the types, of all stacks; their properties are resolved at the call. */
  resources(...types: string[]): Resource[];
  /** Says what `Ref` and `Fn::GetAtt` return from now on. */
  identify(resource: Resource, identity: Identity): void;
  identityOf(resource: Resource): Identity;
}

/**
 * Holds the stacks of an assembly while they are brought up.
 * References to resources that the runner does not create (roles, alarms) resolve to plausible names.
 */
export function createDeployment(stacks: readonly Stack[]): Deployment {
  const identities = new Map<string, Identity>();
  const scopes: Scopes = { stacks, identities, exports: new Map() };
  for (const stack of stacks) collectExports(stack, scopes);
  return {
    resources: (...types) =>
      stacks.flatMap((stack) => resourcesOf(stack, types, scopeOf(stack, scopes))),
    identify: (resource, identity) => identities.set(keyOf(resource), identity),
    identityOf: (resource) => identities.get(keyOf(resource)) ?? assumedIdentity(resource),
  };
}

interface Scopes {
  readonly stacks: readonly Stack[];
  readonly identities: Map<string, Identity>;
  readonly exports: Map<string, () => unknown>;
}

function keyOf(resource: { readonly stackName: string; readonly logicalId: string }): string {
  return `${resource.stackName}/${resource.logicalId}`;
}

function collectExports(stack: Stack, scopes: Scopes): void {
  const scope = scopeOf(stack, scopes);
  for (const output of Object.values(stack.template.Outputs ?? {})) {
    if (output.Export === undefined) continue;
    const name = String(resolveIntrinsics(output.Export.Name, scope));
    scopes.exports.set(name, () => resolveIntrinsics(output.Value, scope));
  }
}

function resourcesOf(stack: Stack, types: string[], scope: IntrinsicScope): Resource[] {
  const exists = (resource: TemplateResource) =>
    resource.Condition === undefined || scope.condition(resource.Condition);
  return Object.entries(stack.template.Resources)
    .filter(([, resource]) => types.includes(resource.Type) && exists(resource))
    .map(([logicalId, resource]) => ({
      stackName: stack.name,
      logicalId,
      type: resource.Type,
      properties: resolveProperties(resource, scope),
      metadata: resource.Metadata ?? {},
    }));
}

function resolveProperties(
  resource: TemplateResource,
  scope: IntrinsicScope,
): Record<string, unknown> {
  const properties = resource.Properties ?? {};
  const resolved = Object.entries(properties).map(([key, value]) => [
    key,
    resolveIntrinsics(value, scope),
  ]);
  return Object.fromEntries(resolved.filter(([, value]) => value !== undefined));
}

function scopeOf(stack: Stack, scopes: Scopes): IntrinsicScope {
  const identity = (logicalId: string) => findIdentity(stack, logicalId, scopes);
  const scope: IntrinsicScope = {
    ref: (name) => pseudoParameter(name, stack) ?? parameter(name, stack) ?? refOf(name, identity),
    getAtt: (logicalId, attribute) => attributeOf(identity(logicalId), logicalId, attribute),
    importValue: (name) => {
      const value = scopes.exports.get(name);
      if (value) return value();
      throw new Error(`No stack exports ${name}: synthesize all stacks together.`);
    },
    stackOutput: (stackName, outputName) => {
      const source = scopes.stacks.find(({ name }) => name === stackName);
      const output = source?.template.Outputs?.[outputName];
      if (source && output) return resolveIntrinsics(output.Value, scopeOf(source, scopes));
      throw new Error(`Stack ${stackName} has no output ${outputName}.`);
    },
    condition: (name) => {
      const condition = stack.template.Conditions?.[name];
      if (condition === undefined) throw new Error(`${stack.name} has no condition ${name}.`);
      return resolveIntrinsics(condition, scope) === true;
    },
    findInMap: (map, first, second) => {
      const value = path(stack.template.Mappings, [map, first, second]);
      if (value !== undefined) return value;
      throw new Error(`${stack.name} has no mapping ${map}.${first}.${second}.`);
    },
  };
  return scope;
}

function path(value: unknown, keys: string[]): unknown {
  return keys.reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return Object.entries(at).find(([name]) => name === key)?.[1];
  }, value);
}

const noValue = 'AWS::NoValue';

function refOf(name: string, identity: (logicalId: string) => Identity): string | undefined {
  return name === noValue ? undefined : identity(name).ref;
}

function pseudoParameter(name: string, stack: Stack): string | undefined {
  const values: Record<string, string> = {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': partition,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': arnOf('cloudformation', `stack/${stack.name}/local`),
  };
  return values[name];
}

function parameter(name: string, stack: Stack): unknown {
  const declared = stack.template.Parameters?.[name];
  // CDK's BootstrapVersion and the like: the value is only compared, never used.
  return declared && (declared.Default ?? '');
}

function findIdentity(stack: Stack, logicalId: string, scopes: Scopes): Identity {
  const known = scopes.identities.get(`${stack.name}/${logicalId}`);
  if (known) return known;
  const resource = stack.template.Resources[logicalId];
  if (!resource) throw new Error(`${stack.name} refers to ${logicalId}, which it does not define.`);
  return assumedIdentity({ stackName: stack.name, logicalId, type: resource.Type });
}

/** For what nobody creates locally: enough for an ARN in a policy or a name in a log. */
function assumedIdentity(resource: Pick<Resource, 'stackName' | 'logicalId' | 'type'>): Identity {
  const name = `${resource.stackName}-${resource.logicalId}`;
  const service = resource.type.split('::')[1]?.toLowerCase() ?? 'local';
  return { ref: name, attributes: { Arn: arnOf(service, name), Id: name, Name: name } };
}

function attributeOf(identity: Identity, logicalId: string, attribute: string): string {
  return identity.attributes[attribute] ?? `${logicalId}.${attribute}`;
}
