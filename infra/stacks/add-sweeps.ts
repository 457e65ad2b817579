import { Duration, type Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { env as lookAtLedgersEnv } from '../../functions/look-at-ledgers/config.ts';
import { env as startNightsEnv } from '../../functions/start-nights/config.ts';
import { env as sweepWriteBacksEnv } from '../../functions/sweep-write-backs/config.ts';
import { env as tendConnectionsEnv } from '../../functions/tend-connections/config.ts';
import { env as tendSourcesEnv } from '../../functions/tend-sources/config.ts';
import { env as wakeIssuesEnv } from '../../functions/wake-issues/config.ts';
import { provider, type Target } from '../../shared/contracts/ids.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { allowData, allowSend, allowShow } from '../constructs/grants.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import type { DataStack } from './data-stack.ts';

/** Where changes go: one queue for each target. */
export interface ChangesQueues {
  readonly of: Readonly<Record<Target, IQueue>>;
  readonly all: readonly IQueue[];
  /** Their addresses, as functions read them. */
  readonly urls: string;
}

export interface SweepParts {
  readonly bundleRoot: string;
  readonly data: DataStack;
  readonly changes: ChangesQueues;
  readonly writeBacks: IQueue;
  readonly pages: IQueue;
  readonly nights: IQueue;
  readonly portalBaseUrl: string;
  /** Of every function that calls providers. */
  readonly environment: {
    readonly TABLE_NAME: string;
    readonly KEY_ID: string;
    readonly STORED_FORMS: string;
    readonly SOURCE_SETTINGS: string;
    readonly TARGET_SETTINGS: string;
  };
}

/** What makes up, every few minutes, for what was cut off, owed, refused or never told. */
export function addSweeps(stack: Stack, parts: SweepParts): void {
  addTendConnections(stack, parts);
  addSweepWriteBacks(stack, parts);
  addTendSources(stack, parts);
  addWakeIssues(stack, parts);
  addLookAtLedgers(stack, parts);
  addStartNights(stack, parts);
}

// Ends before the next tick, which is not started while this one runs.
const tick = { everyMinutes: 5, timeout: Duration.minutes(4) };

/** Rights of a sweep that calls providers with the tokens of their connections. */
const callerAccess = {
  table: ['GetItem', 'PutItem', 'UpdateItem', 'Query'],
  directory: true,
  clients: provider.options,
  seal: ['tokens'],
  open: ['tokens'],
} as const;

function addTendConnections(stack: Stack, parts: SweepParts): void {
  const { role } = new ScheduledFunction(stack, 'TendConnections', {
    ...tick,
    folder: 'tend-connections',
    bundleRoot: parts.bundleRoot,
    schema: tendConnectionsEnv,
    environment: { ...parts.environment, PORTAL_BASE_URL: parts.portalBaseUrl },
    alarmName: 'tend-connections-errors',
    impact: 'Access that an operator ended may stay open at the provider.',
  });
  const table = [...callerAccess.table, 'DeleteItem'] as const;
  allowData(role, parts.data, { ...callerAccess, table });
}

function addSweepWriteBacks(stack: Stack, parts: SweepParts): void {
  const { role } = new ScheduledFunction(stack, 'SweepWriteBacks', {
    ...tick,
    folder: 'sweep-write-backs',
    bundleRoot: parts.bundleRoot,
    schema: sweepWriteBacksEnv,
    environment: {
      TABLE_NAME: parts.environment.TABLE_NAME,
      WRITE_BACKS_QUEUE_URL: parts.writeBacks.queueUrl,
      CHANGES_QUEUE_URLS: parts.changes.urls,
    },
    alarmName: 'sweep-write-backs-errors',
    impact: `What ${sourceManifest.name} is owed and whose message was lost stays unwritten.`,
  });
  allowData(role, parts.data, { table: ['GetItem', 'BatchGetItem'], directory: true });
  allowSend(role, parts.writeBacks);
  // What a target has refused in passing is asked of its worker once more.
  for (const queue of parts.changes.all) allowSend(role, queue);
}

function addTendSources(stack: Stack, parts: SweepParts): void {
  const { role } = new ScheduledFunction(stack, 'TendSources', {
    ...tick,
    folder: 'tend-sources',
    bundleRoot: parts.bundleRoot,
    schema: tendSourcesEnv,
    environment: { ...parts.environment, CHANGES_QUEUE_URLS: parts.changes.urls },
    alarmName: 'tend-sources-errors',
    impact: `Changes of which ${sourceManifest.name} tells nothing by itself are not found.`,
  });
  allowData(role, parts.data, callerAccess);
  for (const queue of parts.changes.all) allowSend(role, queue);
}

function addWakeIssues(stack: Stack, parts: SweepParts): void {
  const { role } = new ScheduledFunction(stack, 'WakeIssues', {
    ...tick,
    folder: 'wake-issues',
    bundleRoot: parts.bundleRoot,
    schema: wakeIssuesEnv,
    environment: {
      ...parts.environment,
      CHANGES_QUEUE_URLS: parts.changes.urls,
      WRITE_BACKS_QUEUE_URL: parts.writeBacks.queueUrl,
      PAGES_QUEUE_URL: parts.pages.queueUrl,
    },
    alarmName: 'wake-issues-errors',
    impact: 'Records whose cause is gone wait until a person tries them again.',
  });
  // Marks of what stands aside are read many at once, and deleted where it is through.
  const table = [...callerAccess.table, 'BatchGetItem', 'DeleteItem'] as const;
  allowData(role, parts.data, { ...callerAccess, table });
  for (const queue of [...parts.changes.all, parts.writeBacks]) {
    allowSend(role, queue);
    allowShow(role, queue);
  }
  allowSend(role, parts.pages);
}

function addLookAtLedgers(stack: Stack, parts: SweepParts): void {
  const { role } = new ScheduledFunction(stack, 'LookAtLedgers', {
    ...tick,
    folder: 'look-at-ledgers',
    bundleRoot: parts.bundleRoot,
    schema: lookAtLedgersEnv,
    environment: parts.environment,
    alarmName: 'look-at-ledgers-errors',
    impact: 'What people change in the ledger by hand is not shown.',
  });
  // Links are read many at once, and a difference that went away is deleted.
  const table = [...callerAccess.table, 'BatchGetItem', 'DeleteItem'] as const;
  allowData(role, parts.data, { ...callerAccess, table });
}

/** One schedule for all operators: whose night it is, wherever they are, stands in the table. */
function addStartNights(stack: Stack, parts: SweepParts): void {
  const { role } = new ScheduledFunction(stack, 'StartNights', {
    everyMinutes: 15,
    timeout: Duration.minutes(4),
    folder: 'start-nights',
    bundleRoot: parts.bundleRoot,
    schema: startNightsEnv,
    environment: {
      TABLE_NAME: parts.environment.TABLE_NAME,
      NIGHTS_QUEUE_URL: parts.nights.queueUrl,
    },
    alarmName: 'start-nights-errors',
    impact: `No night begins: the books are not compared with ${sourceManifest.name}.`,
  });
  const table = ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'Query'] as const;
  allowData(role, parts.data, { table, directory: true });
  allowSend(role, parts.nights);
}
