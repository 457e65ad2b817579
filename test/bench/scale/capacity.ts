import { awsQuotas } from './aws-quotas.ts';

/** What the stage and the vendors' manifests say, as the table needs it. */
export interface CapacityFacts {
  readonly routePerSecond: number;
  readonly intakeConcurrency: number;
  readonly applyWorkers: number;
  readonly writeBackWorkers: number;
  readonly refreshWorkers: number;
  readonly targetCallsPerMinute: number | null;
  readonly targetCallMs: number;
  readonly sourceCallMs: number;
  /** Of each provider: from one refresh of a connection to the next. */
  readonly refreshEveryMs: readonly number[];
  /** Keys of the index over which connections are spread, for each provider. */
  readonly dueShards: number;
  /** The same of links that owe, all together. */
  readonly owingShards: number;
  /** Of the table for an invoice of a new customer, created and paid; `write` with the index, `index` without the rest. */
  readonly unitsOfInvoice: Readonly<Record<'read' | 'write' | 'index', number>>;
}

/** What one operator asks for. Measured or computed on the pages that the lines name. */
export const perOperator = {
  /** 200 invoices for known customers, three webhooks each. */
  webhooks: 600,
  /** The same of new customers, who take more; docs/cost.md. */
  targetCalls: 285,
  sourceCalls: 400,
  /** At most: the endpoint and its operator's connections. */
  readUnitsOfIntake: 2,
  invoices: 200,
  /** An operator whose secret this very process did not open in the last two hours. */
  opensPerWebhook: 1,
  refreshSeconds: 1,
} as const;

export interface Wall {
  readonly what: string;
  /** What every operator takes of it. */
  readonly load: string;
  readonly limit: string;
  /** So many operators reach it. */
  readonly operators: number;
  readonly raise: string;
}

const quarterSeconds = 15 * 60;
const daySeconds = 86_400;
/** A refresh worker refreshes one batch of messages side by side. */
const refreshesSideBySide = 10;

/** Where the first walls are, the nearest first. */
export function wallsOf(facts: CapacityFacts): readonly Wall[] {
  return [...atOnce(facts), ...inADay(facts), ...always(facts)].toSorted(
    (left, right) => left.operators - right.operators,
  );
}

/** Everybody's month end within 15 minutes. */
function atOnce(facts: CapacityFacts): Wall[] {
  const webhooksPerSecond = perOperator.webhooks / quarterSeconds;
  const load = `${perOperator.webhooks} webhooks in 15 minutes`;
  const ofWebhooks = (perSecond: number) => perSecond / webhooksPerSecond;
  const requestsOfIntake = facts.intakeConcurrency * awsQuotas.lambdaRequestsPerExecution.value;
  return [
    {
      what: 'order of waiting in a changes queue',
      load: `${perOperator.webhooks} messages at once`,
      limit: `a receive looks at ${count(awsQuotas.sqsLookAhead.value)} messages; those behind wait, none is lost`,
      operators: awsQuotas.sqsLookAhead.value / perOperator.webhooks,
      raise: 'several changes queues per target, by operator; no quota',
    },
    {
      what: 'front door, webhooks',
      load,
      limit: `${count(facts.routePerSecond)} a second (\`throttle.receiveWebhook\`)`,
      operators: ofWebhooks(facts.routePerSecond),
      raise: `the setting, up to API Gateway's ${count(awsQuotas.apiRequestsPerSecond.value)}; then its quota`,
    },
    {
      what: 'Lambda, `receive-webhook`',
      load,
      limit: `${count(facts.intakeConcurrency)} executions, ten requests a second each`,
      operators: ofWebhooks(requestsOfIntake),
      raise: "the account's concurrency, then `concurrency.receiveWebhook`",
    },
    {
      what: 'SQS, sends, in most Regions',
      load,
      limit: `${count(awsQuotas.sqsCallsPerSecondOfSmallRegion.value)} a second`,
      operators: ofWebhooks(awsQuotas.sqsCallsPerSecondOfSmallRegion.value),
      raise: 'a large Region, or the quota',
    },
    {
      what: 'SQS, sends, in a large Region',
      load,
      limit: `${count(awsQuotas.sqsCallsPerSecondOfRegion.value)} a second`,
      operators: ofWebhooks(awsQuotas.sqsCallsPerSecondOfRegion.value),
      raise: 'the quota',
    },
    {
      what: 'DynamoDB, reads of the intake',
      load: `${load}, ${perOperator.readUnitsOfIntake} units each at most`,
      limit: `${count(awsQuotas.tableReadUnitsPerSecond.value)} units a second`,
      operators:
        ofWebhooks(awsQuotas.tableReadUnitsPerSecond.value) / perOperator.readUnitsOfIntake,
      raise: 'the quota; warm throughput for a table that was never busy',
    },
    {
      what: 'KMS, secrets of endpoints',
      load: `${load}, one opening each at most`,
      limit: `${count(awsQuotas.kmsRequestsPerSecond.value)} a second; ten times that in a large Region`,
      operators: ofWebhooks(awsQuotas.kmsRequestsPerSecond.value) / perOperator.opensPerWebhook,
      raise: 'the quota',
    },
  ];
}

/** Everybody's month end brought into the books within a day. */
function inADay(facts: CapacityFacts): Wall[] {
  const ofWorkers = (workers: number, calls: number, callMs: number) =>
    (workers * daySeconds) / ((calls * callMs) / 1_000);
  const xero = facts.targetCallsPerMinute;
  return [
    {
      what: '`apply-changes-xero`',
      load: `${perOperator.targetCalls} calls to Xero a month end`,
      limit: `${facts.applyWorkers} workers, ${facts.targetCallMs} ms a call`,
      operators: ofWorkers(facts.applyWorkers, perOperator.targetCalls, facts.targetCallMs),
      raise: "`workersAtMost`, after Xero's cap",
    },
    ...(xero === null
      ? []
      : [
          {
            what: "Xero's cap over all operators",
            load: `${perOperator.targetCalls} calls a month end`,
            limit: `${count(xero)} calls a minute`,
            operators: (xero * 1_440) / perOperator.targetCalls,
            raise: 'an agreement with Xero, then `sharedCap` of its manifest',
          },
        ]),
    {
      what: '`write-back`',
      load: `${perOperator.sourceCalls} calls to Stora a month end`,
      limit: `${facts.writeBackWorkers} workers, ${facts.sourceCallMs} ms a call`,
      operators: ofWorkers(facts.writeBackWorkers, perOperator.sourceCalls, facts.sourceCallMs),
      raise: `\`workersAtMost\`, up to ${count(awsQuotas.mappingConcurrency.value)}`,
    },
    ...ofTable(facts),
  ];
}

/** What the table and its index take of the same day. */
function ofTable({ unitsOfInvoice: { read, write, index }, owingShards }: CapacityFacts): Wall[] {
  const { tableReadUnitsPerSecond, tableWriteUnitsPerSecond } = awsQuotas;
  const perPartition = awsQuotas.partitionWriteUnitsPerSecond.value;
  const invoicesPerSecond = perOperator.invoices / daySeconds;
  const ofUnits = (units: number, perSecond: number) => ({
    load: `${units} units an invoice at most, over a day`,
    operators: perSecond / (invoicesPerSecond * units),
  });
  return [
    {
      what: 'DynamoDB, writes',
      ...ofUnits(write, tableWriteUnitsPerSecond.value),
      limit: `${count(tableWriteUnitsPerSecond.value)} units a second`,
      raise: 'the quota',
    },
    {
      what: 'DynamoDB, reads',
      ...ofUnits(read, tableReadUnitsPerSecond.value),
      limit: `${count(tableReadUnitsPerSecond.value)} units a second`,
      raise: 'the quota',
    },
    {
      what: 'DynamoDB, a partition of the index of debts',
      ...ofUnits(index, owingShards * perPartition),
      limit: `${owingShards} keys, ${count(perPartition)} writes a second each`,
      raise: '`owingShards` in `shared/domain/write-back/owing-shards.ts`',
    },
  ];
}

/** Connections that nobody uses are refreshed all the same. */
function always(facts: CapacityFacts): Wall[] {
  const refreshesPerSecond = facts.refreshEveryMs.reduce((sum, ms) => sum + 1_000 / ms, 0);
  const refreshesADay = Math.round(refreshesPerSecond * daySeconds);
  const load = `${refreshesADay} refreshes a day`;
  const refreshed = facts.refreshWorkers * refreshesSideBySide * perOperator.refreshSeconds;
  const { partitionWriteUnitsPerSecond, kmsRequestsPerSecond } = awsQuotas;
  return [
    {
      what: '`refresh-connection`',
      load,
      limit: `${facts.refreshWorkers} workers, ${refreshesSideBySide} side by side, a second each`,
      operators: refreshed / refreshesPerSecond,
      raise: '`refreshWorkers` in `infra/stacks/pipeline-stack.ts`',
    },
    {
      what: 'KMS, tokens',
      load: `${load}, one request each at most`,
      limit: `${count(kmsRequestsPerSecond.value)} a second`,
      operators: kmsRequestsPerSecond.value / refreshesPerSecond,
      raise: 'the quota',
    },
    {
      what: 'DynamoDB, a partition of the index of due tokens',
      load,
      limit: `${facts.dueShards} keys for each provider, ${count(partitionWriteUnitsPerSecond.value)} writes a second each`,
      operators:
        (facts.dueShards * partitionWriteUnitsPerSecond.value) /
        Math.max(...facts.refreshEveryMs.map((ms) => 2_000 / ms)),
      raise: 'the number of shards in `shared/domain/tokens/sweep-place.ts`',
    },
    {
      what: 'Secrets Manager, EventBridge Scheduler, SES',
      load: 'nothing: secrets by process, ticks by function, no mail',
      limit: '-',
      operators: Number.POSITIVE_INFINITY,
      raise: '-',
    },
  ];
}

/** The first table of docs/capacity.md: where it ends. */
export function limitsOf(walls: readonly Wall[]): string[] {
  return [
    '| Operators | For 100,000 | What | Limit |',
    '|---|---|---|---|',
    ...walls.map(
      ({ operators, what, limit }) =>
        `| ${rounded(operators)} | ${timesFor(operators)} | ${what} | ${limit} |`,
    ),
  ];
}

/** The second: what it is computed of, and what to do. */
export function remediesOf(walls: readonly Wall[]): string[] {
  return [
    '| What | An operator takes | Raise |',
    '|---|---|---|',
    ...walls.map(({ what, load, raise }) => `| ${what} | ${load} | ${raise} |`),
  ];
}

/** The short table in ARCHITECTURE: what 100,000 operators reach. */
export function firstWallsOf(walls: readonly Wall[]): string[] {
  return [
    '| Operators | What ends there | Raise |',
    '|---|---|---|',
    ...walls
      .filter(({ operators }) => operators < wanted)
      .map(({ operators, what, raise }) => `| ${rounded(operators)} | ${what} | ${raise} |`),
  ];
}

const wanted = 100_000;

/** How many times the limit is needed. */
function timesFor(operators: number): string {
  return operators >= wanted ? 'enough' : `${count(Math.ceil((wanted / operators) * 10) / 10)} ×`;
}

/** Two digits: the loads are no better known. */
export function rounded(operators: number): string {
  if (!Number.isFinite(operators)) return 'never';
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(operators)) - 1);
  return count(Math.floor(operators / unit) * unit);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
