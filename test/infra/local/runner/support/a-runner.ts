import { onTestFinished } from 'vitest';
import { type LocalAws, startLocalAws } from '../../../../../infra/local/aws/start-local-aws.ts';
import {
  type Runner,
  type RunnerOptions,
  startRunner,
} from '../../../../../infra/local/runner/start-runner.ts';
import { aFolder } from './a-folder.ts';
import { type AssemblyParts, anAssembly } from './an-assembly.ts';

export interface StartedRunner extends Runner {
  readonly aws: LocalAws;
  readonly logDirectory: string;
  readonly problems: string[];
}

/** Starts fresh emulators and a runner over the given parts; both end with the test. */
export async function aRunner(
  parts: AssemblyParts,
  options: Partial<RunnerOptions> = {},
): Promise<StartedRunner> {
  const logDirectory = aFolder();
  const problems: string[] = [];
  const aws = await startLocalAws();
  onTestFinished(() => aws.stop());
  const runner = await startRunner({
    cdkOutDir: anAssembly(parts),
    aws,
    logDirectory,
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  onTestFinished(() => runner.stop());
  return { ...runner, aws, logDirectory, problems };
}
