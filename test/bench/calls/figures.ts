import { type CallCounts, totalOf } from '../call-counts.ts';
import { round } from '../statistics.ts';
import type { Load } from './load.ts';
import { type CountKey, sumOf } from './meter/measures.ts';

/** What one invoice takes, created and paid, echoes included. */
export interface CallFigures {
  /** Every call of AWS but polls: functions' own and Lambda's deletes of handled messages. */
  readonly awsCalls: number;
  readonly readCalls: number;
  readonly writeCalls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly indexUnits: number;
  readonly writeUnitsWithIndex: number;
  /** Requests of SQS: a batch is one, each further 64 KB another. */
  readonly sends: number;
  readonly deletes: number;
  /** Polls that brought something, and whatever empty ones ended meanwhile. */
  readonly receives: number;
  readonly visibilityChanges: number;
  readonly kmsCalls: number;
  readonly secretCalls: number;
  readonly invocations: number;
  readonly storaCalls: number;
  readonly xeroCalls: number;
  readonly logBytes: number;
}

const reads = ['GetItem', 'BatchGetItem', 'Query', 'Scan'];
const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/** Divides what a load took by its invoices. */
export function figuresOf({ counts, invoices, stora, xero, logBytes }: Load): CallFigures {
  const per = (isAsked: (key: CountKey) => boolean) => round(sumOf(counts, isAsked) / invoices, 2);
  const calls = (isAsked: (operation: string) => boolean) =>
    per(({ measure, operation }) => measure === 'calls' && isAsked(operation));
  const units = (asked: CountKey['measure'][]) => per(({ measure }) => asked.includes(measure));
  const requests = (prefix: string) =>
    per((key) => key.measure === 'requests' && key.operation.startsWith(`sqs.${prefix}`));
  const ofTable = (names: readonly string[]) => (operation: string) =>
    names.some((name) => operation === `dynamodb.${name}`);
  return {
    awsCalls: calls((name) => name !== 'sqs.ReceiveMessage' && name !== 'lambda.Invoke'),
    readCalls: calls(ofTable(reads)),
    writeCalls: calls(ofTable(writes)),
    readUnits: units(['readUnits']),
    writeUnits: units(['writeUnits']),
    indexUnits: units(['indexUnits']),
    writeUnitsWithIndex: units(['writeUnits', 'indexUnits']),
    sends: requests('Send'),
    deletes: requests('Delete'),
    receives: requests('Receive'),
    visibilityChanges: requests('Change'),
    kmsCalls: calls((name) => name.startsWith('kms.')),
    secretCalls: calls((name) => name.startsWith('secretsManager.')),
    invocations: calls((name) => name === 'lambda.Invoke'),
    storaCalls: round(totalOf(stora) / invoices, 2),
    xeroCalls: round(totalOf(xero) / invoices, 2),
    logBytes: round(logBytes / invoices, 0),
  };
}

/** Accepted webhooks of each invoice. */
export function eventsPerInvoice({ events, invoices }: Load): number {
  return totalOf(events) / invoices;
}

/** Kinds of vendor calls of which there are more than there were, by how many each invoice; a start-up's are not counted. */
export function moreVendorCalls(now: Load, base: Load): CallCounts {
  const kinds = [
    ...grownKinds(now.stora, base.stora, { now: now.invoices, base: base.invoices }),
    ...grownKinds(now.xero, base.xero, { now: now.invoices, base: base.invoices }),
  ];
  return Object.fromEntries(kinds);
}

// A worker reads the catalogue once in five minutes, and how full batches get differs from run to run.
const slackPerInvoice = 0.1;

function grownKinds(
  now: CallCounts,
  base: CallCounts,
  invoices: { readonly now: number; readonly base: number },
): [string, number][] {
  return Object.entries(now).flatMap(([kind, count]): [string, number][] => {
    const more = count / invoices.now - (base[kind] ?? 0) / invoices.base;
    return more > slackPerInvoice ? [[kind, round(more, 2)]] : [];
  });
}
