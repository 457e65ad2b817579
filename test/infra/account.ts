import type { Template } from 'aws-cdk-lib/assertions';

type Properties = Record<string, unknown>;
interface TemplateResource {
  Type: string;
  Properties?: Properties;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}
interface TemplateJson {
  Resources: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

/** Something that exists, as it is and not as a template says. */
export interface Thing {
  readonly type: string;
  readonly name: string | undefined;
  properties: Properties;
}

interface DeployedStack {
  template: TemplateJson;
  things: Map<string, Thing>;
}

/** Properties that name a thing in its account; a change of one makes a new thing. */
const nameProperty: Record<string, string> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
};

const kept = ['Retain', 'RetainExceptOnCreate'];

/**
 * An AWS account as far as CloudFormation's rules for a deployment go: it compares templates and not
 * what exists, an export that is imported stays as it is, a name is taken once, and what a failed
 * creation made is taken away again unless it is to be retained.
 */
export class Account {
  readonly #stacks = new Map<string, DeployedStack>();
  /** Everything that exists, of stacks and beside them. */
  readonly things = new Set<Thing>();
  /** Gets told about each step of a deployment: what was changed, in which order. */
  onChange: (stackName: string, logicalId: string) => void = () => {};

  /** @throws Error as CloudFormation would refuse it; then nothing has changed that a rollback takes back. */
  deploy(stackName: string, template: Template): void {
    const next = template.toJSON() as TemplateJson;
    this.#requireImports(stackName, next);
    this.#requireExports(stackName, next);
    const stack: DeployedStack = this.#stacks.get(stackName) ?? {
      template: { Resources: {} },
      things: new Map(),
    };
    const isNew = !this.#stacks.has(stackName);
    const made: [string, Thing][] = [];
    try {
      for (const id of inOrder(next)) this.#bring(stackName, stack, { id, next, made });
    } catch (error) {
      for (const [id, thing] of made.reverse())
        this.#rollBack(stack, next.Resources[id], [id, thing]);
      throw error;
    }
    for (const [id, thing] of stack.things) {
      if (next.Resources[id] !== undefined) continue;
      stack.things.delete(id);
      if (!kept.includes(stack.template.Resources[id]?.DeletionPolicy ?? '')) this.#delete(thing);
    }
    stack.template = next;
    if (isNew) this.#stacks.set(stackName, stack);
  }

  /** What a stack has under a logical id. */
  thing(stackName: string, logicalId: string): Thing {
    const thing = this.#stacks.get(stackName)?.things.get(logicalId);
    if (thing === undefined) throw new Error(`${stackName} has no ${logicalId}.`);
    return thing;
  }

  /** Things of a type that a stack has, by logical id. */
  thingsOf(stackName: string, type: string): [string, Thing][] {
    const things = this.#stacks.get(stackName)?.things ?? new Map<string, Thing>();
    return [...things].filter(([, thing]) => thing.type === type);
  }

  /** What an `Fn::ImportValue`, `Ref` or `Fn::GetAtt` of a stack means, as `<stack>/<logical id>`. */
  resolve(stackName: string, value: unknown): string {
    const text = JSON.stringify(value);
    const [, imported] = /"Fn::ImportValue":"([^"]+)"/.exec(text) ?? [];
    if (imported === undefined) {
      return `${stackName}/${/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(text)?.[1]}`;
    }
    const [source = ''] = imported.split(':');
    const exported = exportsOf(this.#stacks.get(source)?.template).get(imported);
    return this.resolve(source, exported);
  }

  #requireImports(stackName: string, next: TemplateJson): void {
    const offered = [...this.#stacks].flatMap(([name, { template }]) =>
      name === stackName ? [] : [...exportsOf(template).keys()],
    );
    for (const name of importsOf(next)) {
      if (!offered.includes(name)) throw new Error(`No export named ${name} found.`);
    }
  }

  #requireExports(stackName: string, next: TemplateJson): void {
    const before = exportsOf(this.#stacks.get(stackName)?.template);
    const after = exportsOf(next);
    for (const [name, value] of before) {
      if (JSON.stringify(after.get(name)) === JSON.stringify(value)) continue;
      const users = [...this.#stacks].filter(([, { template }]) => importsOf(template).has(name));
      const [[user] = []] = users;
      if (user !== undefined) throw new Error(`Export ${name} is in use by ${user}.`);
    }
  }

  #bring(
    stackName: string,
    stack: DeployedStack,
    { id, next, made }: { id: string; next: TemplateJson; made: [string, Thing][] },
  ): void {
    const wanted = next.Resources[id];
    if (wanted === undefined) return;
    const before = stack.template.Resources[id];
    const existing = stack.things.get(id);
    const properties = wanted.Properties ?? {};
    if (before !== undefined && existing !== undefined && !isReplaced(before, wanted)) {
      // Only what differs between the templates is touched, whatever it is in truth.
      const changed = Object.keys({ ...before.Properties, ...properties }).filter(
        (key) => JSON.stringify(before.Properties?.[key]) !== JSON.stringify(properties[key]),
      );
      for (const key of changed) existing.properties[key] = properties[key];
      if (changed.length > 0) this.onChange(stackName, id);
      return;
    }
    const thing = this.#create(wanted);
    made.push([id, thing]);
    stack.things.set(id, thing);
    this.onChange(stackName, id);
    if (existing !== undefined && wanted.UpdateReplacePolicy !== 'Retain') this.#delete(existing);
  }

  #create({ Type: type, Properties: properties = {} }: TemplateResource): Thing {
    const name = nameOf(type, properties);
    const isTaken = [...this.things].some((thing) => thing.type === type && thing.name === name);
    if (name !== undefined && isTaken) throw new Error(`${type} ${name} already exists.`);
    const thing = { type, name, properties: structuredClone(properties) };
    this.things.add(thing);
    return thing;
  }

  #rollBack(
    stack: DeployedStack,
    resource: TemplateResource | undefined,
    [id, thing]: [string, Thing],
  ) {
    stack.things.delete(id);
    if (resource?.DeletionPolicy === 'Retain') return;
    this.#delete(thing);
  }

  #delete(thing: Thing): void {
    if (thing.properties.DeletionProtectionEnabled === true) {
      throw new Error(`${thing.type} ${thing.name} is protected from deletion.`);
    }
    this.things.delete(thing);
  }
}

function isReplaced(before: TemplateResource, after: TemplateResource): boolean {
  const named = nameProperty[after.Type];
  if (before.Type !== after.Type) return true;
  if (named !== undefined) return before.Properties?.[named] !== after.Properties?.[named];
  if (after.Type !== 'AWS::Lambda::EventSourceMapping') return false;
  const source = (resource: TemplateResource) =>
    JSON.stringify(resource.Properties?.EventSourceArn);
  return source(before) !== source(after);
}

function nameOf(type: string, properties: Properties): string | undefined {
  const name = properties[nameProperty[type] ?? ''];
  return typeof name === 'string' ? name : undefined;
}

function exportsOf(template: TemplateJson | undefined): Map<string, unknown> {
  return new Map(
    Object.values(template?.Outputs ?? {}).flatMap(({ Export, Value }) =>
      Export === undefined ? [] : [[Export.Name, Value]],
    ),
  );
}

function importsOf(template: TemplateJson): Set<string> {
  const found = JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^"]+)"/g);
  return new Set([...found].map(([, name = '']) => name));
}

/** Resources after those that they refer to or depend on. */
function inOrder({ Resources }: TemplateJson): string[] {
  const order = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (order.has(id) || path.includes(id)) return;
    const text = JSON.stringify(Resources[id]);
    for (const other of Object.keys(Resources)) {
      if (other !== id && text.includes(`"${other}"`)) visit(other, [...path, id]);
    }
    order.add(id);
  };
  for (const id of Object.keys(Resources)) visit(id, []);
  return [...order];
}
