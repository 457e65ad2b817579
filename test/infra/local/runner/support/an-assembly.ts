import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder } from './a-folder.ts';

export interface AssemblyFunction {
  /** CommonJS source of the bundle; it exports `handler`. */
  readonly source: string;
  readonly properties?: Record<string, unknown>;
}

export interface AssemblyParts {
  readonly functions?: Record<string, AssemblyFunction>;
  readonly resources?: Record<string, unknown>;
}

/** Writes a cloud assembly of one stack, `test`, with the given functions and other resources; returns its folder. */
export function anAssembly({ functions = {}, resources = {} }: AssemblyParts): string {
  const directory = aFolder();
  const functionResources = Object.entries(functions).map(([logicalId, { source, properties }]) => {
    const asset = `asset.${logicalId}`;
    aBundle(join(directory, asset), source);
    return [
      logicalId,
      {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: logicalId,
          Handler: 'handler.handler',
          Runtime: 'nodejs24.x',
          Timeout: 20,
          ...properties,
        },
        Metadata: { 'aws:asset:path': asset },
      },
    ];
  });
  const template = { Resources: { ...Object.fromEntries(functionResources), ...resources } };
  writeFileSync(join(directory, 'test.template.json'), JSON.stringify(template));
  return directory;
}

/** Writes a bundle as the build does: one CommonJS file. */
export function aBundle(directory: string, source: string): string {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'handler.js'), source);
  writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}\n');
  return directory;
}
