import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.optional(z.record(z.string(), z.unknown())),
  Metadata: z.optional(z.record(z.string(), z.unknown())),
  Condition: z.optional(z.string()),
});
const record = z.optional(z.record(z.string(), z.unknown()));
const template = z.looseObject({
  Resources: z.record(z.string(), resource),
  Outputs: z.optional(
    z.record(
      z.string(),
      z.looseObject({
        Value: z.unknown(),
        Export: z.optional(z.looseObject({ Name: z.unknown() })),
        Condition: z.optional(z.string()),
      }),
    ),
  ),
  Parameters: z.optional(
    z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.optional(z.unknown()) })),
  ),
  Conditions: record,
  Mappings: record,
});
const manifest = z.looseObject({
  artifacts: z.optional(
    z.record(
      z.string(),
      z.looseObject({
        type: z.string(),
        properties: z.optional(
          z.looseObject({
            templateFile: z.optional(z.string()),
            stackName: z.optional(z.string()),
          }),
        ),
      }),
    ),
  ),
});

export type Template = z.infer<typeof template>;
export type TemplateResource = z.infer<typeof resource>;
export interface Stack {
  readonly name: string;
  readonly template: Template;
}

/**
 * Reads every stack of a synthesized cloud assembly (`cdk.out`), in the order of its manifest.
 * @throws Error when the folder holds no stack.
 */
export function readCloudAssembly(directory: string): Stack[] {
  const stacks = stackFiles(directory).map(({ name, file }) => ({
    name,
    template: template.parse(readJson(join(directory, file))),
  }));
  if (stacks.length > 0) return stacks;
  throw new Error(`${directory} holds no synthesized stack. Run "npm run synth" first.`);
}

interface StackFile {
  readonly name: string;
  readonly file: string;
}

/** Hand-made assemblies of tests have no manifest: there each template is a stack of that name. */
function stackFiles(directory: string): StackFile[] {
  const named = globSync('manifest.json', { cwd: directory }).flatMap((file) => {
    const { artifacts = {} } = manifest.parse(readJson(join(directory, file)));
    return Object.entries(artifacts).flatMap(([id, artifact]) => {
      const { templateFile, stackName } = artifact.properties ?? {};
      const isStack = artifact.type === 'aws:cloudformation:stack' && templateFile !== undefined;
      return isStack ? [{ name: stackName ?? id, file: templateFile }] : [];
    });
  });
  if (named.length > 0) return named;
  return globSync('*.template.json', { cwd: directory })
    .sort()
    .map((file) => ({ name: basename(file, '.template.json'), file }));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
