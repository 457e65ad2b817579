import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type ResourceNames, resourceNames } from '../resource-names.ts';
import type { Processor } from './function-code.ts';

/** What every construct of a stack has to know of the stage that it is deployed as. */
export interface DeployedStage {
  readonly names: ResourceNames;
  /** A paused function runs nothing, whoever calls it, until the stage says otherwise. */
  isPaused(functionName: string): boolean;
  /** Processors for which bytecode goes with the functions; none: they start without. */
  readonly bytecodeFor: readonly Processor[];
  /** Is the concurrency of functions reserved? The account must have that much. */
  readonly reservesConcurrency: boolean;
}

const stages = new WeakMap<Stack, DeployedStage>();

/** Says it once for a whole stack, so that no construct can be added that forgets to pass it on. */
export function setDeployedStage(stack: Stack, stage: DeployedStage): void {
  stages.set(stack, stage);
}

export function deployedStageOf(scope: Construct): DeployedStage {
  return stages.get(Stack.of(scope)) ?? standingAlone;
}

/** For a construct in a stack of its own. */
const standingAlone: DeployedStage = {
  names: resourceNames({ stage: '', namesCarryStage: false }),
  isPaused: () => false,
  bytecodeFor: [],
  reservesConcurrency: true,
};
