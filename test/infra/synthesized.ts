import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readStage, type StageConfig } from '../../infra/config.ts';
import { addStacks } from '../../infra/stacks/add-stacks.ts';
import { newApp } from '../../infra/stacks/new-app.ts';

/** One resource of a template; its properties have whatever shape CloudFormation gives them. */
export type Resource = { id: string; properties: ReturnType<Template['findResources']>[string] };

export type Synthesized = {
  stacks: ReturnType<typeof addStacks>;
  config: StageConfig;
  data: Template;
  pipeline: Template;
};

/** Synthesizes a stage in this process, as `cdk synth` does, with empty bundles in a folder of its own. */
export function synthesize(
  stage: string,
  env: Record<string, string> = {},
  overrides: Partial<StageConfig> = {},
): Synthesized {
  return withBundles((bundleRoot) => {
    const app = emptyApp(join(bundleRoot, 'cdk.out'));
    const config = { ...readStage(stage, env), ...overrides };
    const stacks = addStacks(app, config, bundleRoot);
    const data = Template.fromStack(stacks.data);
    const pipeline = Template.fromStack(stacks.pipeline);
    return { stacks, config, data, pipeline };
  });
}

/** An app with the feature flags of cdk.json. */
export function emptyApp(outdir: string): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  return newApp({ outdir, context });
}

/** Runs with a temporary folder that has a bundle for every function, and removes it afterwards. */
export function withBundles<T>(run: (bundleRoot: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'rollerdoor-infra-'));
  try {
    for (const name of functionFolders()) {
      mkdirSync(join(root, name));
      for (const file of ['handler.js', 'start.js']) {
        writeFileSync(join(root, name, file), 'exports.handler = async () => ({});\n');
      }
      writeFileSync(join(root, name, 'package.json'), '{"type":"commonjs"}\n');
    }
    return run(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

export function functionFolders(): string[] {
  return globSync('functions/*/config.ts').map((path) => basename(dirname(path)));
}

export function resourcesOf(template: Template, type: string): Resource[] {
  return Object.entries(template.findResources(type)).map(([id, resource]) => ({
    id,
    properties: resource.Properties,
  }));
}

/** The resource that a `Ref` or `Fn::GetAtt` points at. */
export function referredId(reference: { Ref?: string; 'Fn::GetAtt'?: string[] }): string {
  return reference.Ref ?? reference['Fn::GetAtt']?.[0] ?? '';
}
