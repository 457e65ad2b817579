import { dataKeysKept } from '../../../shared/adapters/kms/data-keys.ts';
import { connectionsKept, endpointsKept } from '../../../shared/runtime/intake-memory.ts';
import { resourcesOf, synthesize } from '../../infra/synthesized.ts';
import { awsQuotas } from './aws-quotas.ts';
import { formerHabits, type IntakeHabits } from './intake-process.ts';
import type { IntakeSettings } from './simulate-intake.ts';

export const habitsOfToday: IntakeHabits = {
  endpointSeconds: endpointsKept.lifeMs / 1_000,
  connectionsSeconds: connectionsKept.lifeMs / 1_000,
  entries: connectionsKept.entries,
  openedSeconds: dataKeysKept.lifeMs / 1_000,
  openedEntries: dataKeysKept.entries,
  limitsEndpoints: true,
};

/** As commit 06999a4 had it: one throttle of 200 a second for everybody, 100 executions. */
export const settingsOfBase: IntakeSettings = {
  routePerSecond: 200,
  routeBurst: 400,
  concurrency: 100,
  sendsPerSecond: awsQuotas.sqsCallsPerSecondOfRegion.value,
  habits: formerHabits,
};

/**
 * What the synthesized production stage says, in an account with the default quotas. Without reservations
 * the intake has what all workers at once leave of the account.
 */
export function settingsOfToday(isReserved: boolean): IntakeSettings {
  const { pipeline } = synthesize('production', {}, { reserveConcurrency: isReserved });
  const [stage] = resourcesOf(pipeline, 'AWS::ApiGatewayV2::Stage');
  const route = Object.entries<{ ThrottlingRateLimit: number; ThrottlingBurstLimit: number }>(
    stage?.properties.RouteSettings,
  ).find(([key]) => key.includes('/webhooks/'));
  if (route === undefined) throw new Error('The template has no route for webhooks.');
  const functions = resourcesOf(pipeline, 'AWS::Lambda::Function');
  const intake = functions.find(({ properties }) =>
    properties.FunctionName.endsWith('receive-webhook'),
  );
  const workers = resourcesOf(pipeline, 'AWS::Lambda::EventSourceMapping').reduce(
    (sum, { properties }) => sum + properties.ScalingConfig.MaximumConcurrency,
    0,
  );
  return {
    routePerSecond: route[1].ThrottlingRateLimit,
    routeBurst: route[1].ThrottlingBurstLimit,
    concurrency:
      intake?.properties.ReservedConcurrentExecutions ??
      awsQuotas.lambdaConcurrency.value - workers,
    sendsPerSecond: awsQuotas.sqsCallsPerSecondOfRegion.value,
    habits: habitsOfToday,
  };
}
