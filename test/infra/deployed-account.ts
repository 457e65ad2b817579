import { describe } from 'vitest';
import { readStage, type StageConfig } from '../../infra/config.ts';
import { Account } from './account.ts';
import { synthesize } from './synthesized.ts';

export const dataStack = 'rollerdoor-production-data';
export const pipelineStack = 'rollerdoor-production-pipeline';
export const configured = readStage('production', {});

/** An account with the production stage deployed. */
export function deployedAccount(overrides: Partial<StageConfig> = {}): Account {
  const account = new Account();
  deployAll(account, overrides);
  return account;
}

/** `npx cdk deploy --all`: the stack that exports first. */
export function deployAll(account: Account, overrides: Partial<StageConfig> = {}): void {
  const { data, pipeline, config } = synthesize('production', {}, overrides);
  account.deploy(`rollerdoor-${config.stage}-data`, data);
  account.deploy(`rollerdoor-${config.stage}-pipeline`, pipeline);
}

export const functionsOf = (account: Account) =>
  account.thingsOf(pipelineStack, 'AWS::Lambda::Function');

export function concurrencyOf(account: Account): Record<string, unknown> {
  return Object.fromEntries(
    functionsOf(account).map(([, { name = '', properties }]) => [
      name.replace('rollerdoor-production-', ''),
      properties.ReservedConcurrentExecutions,
    ]),
  );
}

export function switchesOf(account: Account): unknown[] {
  const mappings = account.thingsOf(pipelineStack, 'AWS::Lambda::EventSourceMapping');
  const schedules = account.thingsOf(pipelineStack, 'AWS::Scheduler::Schedule');
  return [
    ...mappings.map(([, { properties }]) => properties.Enabled),
    ...schedules.map(([, { properties }]) => properties.State),
  ];
}

/** A walk through the procedure of that name in the runbook; each that deploys has one. */
export function procedure(name: string, walk: () => void): void {
  describe(`the procedure "${name}"`, walk);
}
