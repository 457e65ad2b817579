/** What a template's intrinsic functions may ask for; each throws an Error that names what is missing. */
export interface IntrinsicScope {
  /** Undefined stands for `AWS::NoValue`: the property is left out. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
  condition(name: string): boolean;
  findInMap(map: string, first: string, second: string): unknown;
}

/**
 * Replaces the intrinsic functions in a piece of a CloudFormation template by their values.
 * @throws Error for a function that is not known here.
 */
export function resolveIntrinsics(value: unknown, scope: IntrinsicScope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const call = asCall(value);
  if (call) return evaluate(call, scope);
  const entries = Object.entries(value).map(([key, item]) => [key, resolveIntrinsics(item, scope)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

interface Call {
  readonly name: string;
  readonly argument: unknown;
}

type Intrinsic = (argument: unknown, scope: IntrinsicScope) => unknown;

const intrinsics: Record<string, Intrinsic> = {
  Ref: (argument, scope) => scope.ref(text(argument)),
  'Fn::GetAtt': getAtt,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(resolveIntrinsics(parts, scope)).map(text).join(text(separator));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(resolveIntrinsics(argument, scope));
    return list(items)[Number(index)];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, joined] = list(resolveIntrinsics(argument, scope));
    return text(joined).split(text(separator));
  },
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(text(resolveIntrinsics(argument, scope))),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = object(resolveIntrinsics(argument, scope));
    return scope.stackOutput(text(StackName), text(OutputName));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(resolveIntrinsics(argument, scope));
    return scope.findInMap(text(map), text(first), text(second));
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = list(argument);
    return resolveIntrinsics(scope.condition(text(condition)) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolveIntrinsics(argument, scope));
    return String(left) === String(right);
  },
  'Fn::And': (argument, scope) => list(resolveIntrinsics(argument, scope)).every(Boolean),
  'Fn::Or': (argument, scope) => list(resolveIntrinsics(argument, scope)).some(Boolean),
  'Fn::Not': (argument, scope) => !list(resolveIntrinsics(argument, scope))[0],
  'Fn::Base64': (argument, scope) =>
    Buffer.from(text(resolveIntrinsics(argument, scope))).toString('base64'),
  'Fn::GetAZs': () => [],
  Condition: (argument, scope) => scope.condition(text(argument)),
};

/** A call is an object with one key; `Condition` counts only with a plain name, as IAM has a key of that name too. */
function asCall(value: Record<string, unknown>): Call | undefined {
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return undefined;
  const [name, argument] = entry;
  if (name === 'Condition' && typeof argument !== 'string') return undefined;
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')
    ? { name, argument }
    : undefined;
}

function evaluate(call: Call, scope: IntrinsicScope): unknown {
  const intrinsic = intrinsics[call.name];
  if (intrinsic) return intrinsic(call.argument, scope);
  throw new Error(`The local runner does not know ${call.name}; add it to resolve-intrinsics.ts.`);
}

function getAtt(argument: unknown, scope: IntrinsicScope): unknown {
  const parts = typeof argument === 'string' ? argument.split('.') : list(argument);
  const [logicalId, ...attribute] = parts;
  return scope.getAtt(text(logicalId), attribute.map(text).join('.'));
}

function substitute(argument: unknown, scope: IntrinsicScope): string {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument);
  const values = object(resolveIntrinsics(variables ?? {}, scope));
  // "${!Name}" is the documented way to write a literal "${Name}".
  return text(template).replaceAll(
    /\$\{(!?)([^}]+)\}/g,
    (_whole, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(values, name)) return text(values[name]);
      return text(name.includes('.') ? getAtt(name, scope) : scope.ref(name));
    },
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function object(value: unknown): Record<string, unknown> {
  if (isObject(value)) return value;
  throw new Error(`An intrinsic function has ${JSON.stringify(value)} where a map is expected.`);
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`An intrinsic function has ${JSON.stringify(value)} where a list is expected.`);
}

function text(value: unknown): string {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw new Error(`An intrinsic function has ${JSON.stringify(value)} where a text is expected.`);
}
