import type { App } from 'aws-cdk-lib';
import type { StageConfig } from '../config.ts';
import { DataStack } from './data-stack.ts';
import { acknowledgeFindings } from './nag-acknowledgements.ts';
import { PipelineStack } from './pipeline-stack.ts';

/** Adds both stacks of a stage to the app, with the accepted cdk-nag findings. */
export function addStacks(app: App, config: StageConfig, bundleRoot: string) {
  const name = `rollerdoor-${config.stage}`;
  const data = new DataStack(app, `${name}-data`, config);
  const pipeline = new PipelineStack(app, `${name}-pipeline`, { config, data, bundleRoot });
  acknowledgeFindings({ data, pipeline });
  return { data, pipeline };
}
