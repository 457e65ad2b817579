import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z._default(z.record(z.string(), z.unknown()), {}) }),
  ),
});

interface Resource {
  id: string;
  type: string;
  properties: Record<string, unknown>;
}

/** All resources of a synthesized stage. */
export function readResources(outDir: string): Resource[] {
  return globSync('*.template.json', { cwd: outDir }).flatMap((name) => {
    const { Resources } = template.parse(JSON.parse(readFileSync(join(outDir, name), 'utf8')));
    return Object.entries(Resources).map(([id, { Type, Properties }]) => ({
      id,
      type: Type,
      properties: Properties,
    }));
  });
}

/** What all of them say under this property, where that is text. */
export function textsOf(resources: readonly Resource[], property: string): string[] {
  return resources.flatMap(({ properties }) => {
    const value = properties[property];
    return typeof value === 'string' ? [value] : [];
  });
}

const lambda = z.object({
  FunctionName: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

/** Each function's variables, by its name. */
export function variablesOf(resources: readonly Resource[]): Map<string, Record<string, unknown>> {
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  return new Map(
    functions.map(({ properties }) => {
      const { FunctionName, Environment } = lambda.parse(properties);
      return [FunctionName, Environment.Variables];
    }),
  );
}

/** Hashes that CDK puts behind ids. */
const hash = /(?<=[a-z])(?:[0-9A-F]{8})+/g;

/** What each role may do, as text, by the policy's id; without hashes, so that two can be compared. */
export function policiesOf(resources: readonly Resource[]): Map<string, string> {
  const policies = resources.filter(({ type }) => type === 'AWS::IAM::Policy');
  return new Map(
    policies.map(({ id, properties }) => [
      id.replace(hash, ''),
      JSON.stringify(properties).replace(hash, ''),
    ]),
  );
}

/** The same JSON text with every list in one order, as names decide on the order otherwise. */
export function inOneOrder(text: string): string {
  return JSON.stringify(
    JSON.parse(text, (_key, value) => (Array.isArray(value) ? sorted(value) : value)),
  );
}

function sorted(list: readonly unknown[]): unknown[] {
  return list.toSorted((left, right) => JSON.stringify(left).localeCompare(JSON.stringify(right)));
}
