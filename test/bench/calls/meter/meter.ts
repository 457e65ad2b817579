import * as z from 'zod/mini';
import {
  asItem,
  indexUnits,
  itemBytes,
  readUnits,
  sqsRequests,
  type WireItem,
  writeUnits,
} from './billing-units.ts';
import type { Exchange } from './http-tap.ts';
import { type Counts, keyOf, type Measure, readKey } from './measures.ts';
import { shortNameOf } from './short-name.ts';
import type { WrittenImage } from './table-tap.ts';

const body = z.record(z.string(), z.unknown());
const services: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  TrentService: 'kms',
  secretsmanager: 'secretsManager',
};

/** Who calls when no function does: the service Lambda polls the queues and deletes what was handled. */
const lambdaItself = 'lambda';

/** No function is called so. */
const traceStart = 'Root=';

type Amounts = Partial<Record<Measure, number>>;

interface Call {
  readonly fn: string;
  readonly operation: string;
  readonly sent: Record<string, unknown>;
  readonly answer: Record<string, unknown>;
  readonly isRefused: boolean;
}

/**
 * Counts what is called and what AWS would bill for it, by function, operation and kind of row, out of what goes over
 * the wire and what the table writes. Nothing that is measured knows of it.
 */
export class Meter {
  readonly #counts = new Map<string, number>();
  /** Bytes of every item of the table as it is now, by its key. */
  readonly #bytes = new Map<string, number>();
  /** Writes whose answer has not gone out yet, by key of the item. */
  readonly #written = new Map<string, WrittenImage[]>();
  /** Which function a trace belongs to. */
  readonly #functions = new Map<string, string>();
  readonly #begunAtMs = new Map<string, number>();
  readonly #tableCalls: Readonly<Record<string, (call: Call) => void>> = {
    'dynamodb.GetItem': (call) => this.#onGet(call),
    'dynamodb.BatchGetItem': (call) => this.#onBatchGet(call),
    'dynamodb.Query': (call) => this.#onQuery(call),
    'dynamodb.Scan': (call) => this.#onQuery(call),
    'dynamodb.BatchWriteItem': (call) => this.#onBatchWrite(call),
  };

  /** What was counted so far. */
  snapshot(): Counts {
    const counts: Record<string, number> = {};
    for (const [text, count] of this.#counts) {
      const { fn, ...rest } = readKey(text);
      const key = keyOf({ ...rest, fn: this.#named(fn) });
      counts[key] = (counts[key] ?? 0) + count;
    }
    return counts;
  }

  /** A trace that is still nobody's was not begun here. */
  #named(fnOrTrace: string): string {
    if (!fnOrTrace.startsWith(traceStart)) return fnOrTrace;
    return this.#functions.get(fnOrTrace) ?? lambdaItself;
  }

  /** Takes note of what a write makes of an item; its call is counted when it is answered. */
  onWritten(image: WrittenImage): void {
    const item = image.after ?? image.before;
    if (!item) return;
    const key = tableKeyOf(item);
    if (image.after) this.#bytes.set(key, itemBytes(image.after));
    else this.#bytes.delete(key);
    this.#written.set(key, [...(this.#written.get(key) ?? []), image]);
  }

  /** Counts one answered request; what is no call of AWS and no invocation is none of ours. */
  onExchange(exchange: Exchange): void {
    if (exchange.path.includes('/runtime/invocation/')) this.#onRuntime(exchange);
    const [target = '', operation = ''] = String(
      exchange.requestHeaders['x-amz-target'] ?? '',
    ).split('.');
    const service = services[target];
    if (!service) return;
    const trace = traceOf(exchange.requestHeaders['x-amzn-trace-id']);
    const call: Call = {
      // The answer that begins an invocation may be heard after the first call of it: its trace is kept until then.
      fn: this.#functions.get(trace) ?? (trace === '' ? lambdaItself : trace),
      operation: `${service}.${operation}`,
      sent: parse(exchange.requestBody),
      answer: parse(exchange.responseBody),
      isRefused: exchange.status >= 400,
    };
    if (service === 'dynamodb') this.#onTable(call);
    else if (service === 'sqs') this.#onQueue(call);
    else this.#add(call, '', { calls: 1 });
  }

  #add({ fn, operation }: Call, kind: string, amounts: Amounts): void {
    for (const [measure, amount] of Object.entries(amounts)) {
      const key = keyOf({ measure: measure as Measure, fn, operation, kind });
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + amount);
    }
  }

  #onRuntime({ method, path, responseHeaders, answeredAtMs }: Exchange): void {
    if (method === 'GET') {
      const id = String(responseHeaders['lambda-runtime-aws-request-id'] ?? '');
      const arn = String(responseHeaders['lambda-runtime-invoked-function-arn'] ?? '');
      const fn = shortNameOf(arn);
      this.#functions.set(traceOf(responseHeaders['lambda-runtime-trace-id']), fn);
      this.#functions.set(id, fn);
      this.#begunAtMs.set(id, answeredAtMs);
      return;
    }
    const [, id = ''] = /invocation\/([\w-]+)\//.exec(path) ?? [];
    const begunAtMs = this.#begunAtMs.get(id);
    if (begunAtMs === undefined) return;
    const call = { fn: this.#functions.get(id) ?? lambdaItself, operation: 'lambda.Invoke' };
    const invocation: Call = { ...call, sent: {}, answer: {}, isRefused: false };
    this.#add(invocation, '', { calls: 1, busyMs: answeredAtMs - begunAtMs });
  }

  #onQueue(call: Call): void {
    const [name = ''] = String(call.sent.QueueUrl ?? '')
      .split('/')
      .slice(-1);
    const entries = Array.isArray(call.sent.Entries) ? call.sent.Entries : [call.sent];
    const received = Array.isArray(call.answer.Messages) ? call.answer.Messages : [];
    const bytes = [...entries, ...received].reduce<number>(
      (sum, entry) => sum + bytesOf(entry, 'MessageBody') + bytesOf(entry, 'Body'),
      0,
    );
    const messages = Math.max(entries.length, received.length);
    this.#add(call, name, { calls: 1, messages, requests: sqsRequests(bytes) });
  }

  #onTable(call: Call): void {
    const handle = this.#tableCalls[call.operation] ?? ((written) => this.#onWrite(written));
    handle(call);
  }

  #onGet(call: Call): void {
    this.#add(call, kindOf(call.sent.Key), { calls: 1 });
    this.#readItem(call, call.sent.Key, call.sent.ConsistentRead === true);
  }

  #onBatchGet(call: Call): void {
    const tables = Object.values(asItem(call.sent.RequestItems));
    const keys = tables.flatMap(({ Keys }) => (Array.isArray(Keys) ? Keys : []));
    this.#add(call, [...new Set(keys.map(kindOf))].sort().join('+'), { calls: 1 });
    for (const { Keys, ConsistentRead } of tables) {
      for (const key of Array.isArray(Keys) ? Keys : []) {
        this.#readItem(call, key, ConsistentRead === true);
      }
    }
  }

  #readItem(call: Call, key: unknown, isConsistent: boolean): void {
    const bytes = this.#bytes.get(tableKeyOf(asItem(key))) ?? 0;
    this.#add(call, kindOf(key), { items: 1, readUnits: readUnits(bytes, isConsistent) });
  }

  #onQuery(call: Call): void {
    const values = asItem(call.sent.ExpressionAttributeValues);
    const prefix = textOf(values[':prefix'] ?? values[':key'] ?? values[':pk']);
    const kind = call.sent.IndexName ? `index ${prefix}` : kindOfText(prefix);
    const items = Array.isArray(call.answer.Items) ? call.answer.Items.map(asItem) : [];
    const isWhole = items.length === call.answer.ScannedCount && !call.sent.ProjectionExpression;
    const bytes = isWhole
      ? items.reduce((sum, item) => sum + itemBytes(item), 0)
      : this.#bytesBehind(textOf(values[':pk']), textOf(values[':prefix']));
    this.#add(call, kind, {
      calls: 1,
      items: Number(call.answer.ScannedCount ?? 0),
      readUnits: readUnits(bytes, call.sent.ConsistentRead === true),
    });
  }

  /** A filter drops after the read: all that the key lets through is billed. */
  #bytesBehind(pk: string, prefix: string): number {
    const behind = [...this.#bytes].filter(([key]) => key.startsWith(`${pk} ${prefix}`));
    return behind.reduce((sum, [, bytes]) => sum + bytes, 0);
  }

  #onWrite(call: Call): void {
    const key = asItem(call.sent.Key ?? call.sent.Item);
    this.#add(call, kindOf(key), { calls: 1 });
    this.#writeItem(call, key);
  }

  #onBatchWrite(call: Call): void {
    const requests = Object.values(asItem(call.sent.RequestItems)).flatMap((list) =>
      Array.isArray(list) ? list : [],
    );
    const keys = requests.map(({ PutRequest, DeleteRequest }) =>
      asItem(PutRequest?.Item ?? DeleteRequest?.Key),
    );
    this.#add(call, [...new Set(keys.map(kindOf))].sort().join('+'), { calls: 1 });
    for (const key of keys) this.#writeItem(call, key);
  }

  #writeItem(call: Call, key: WireItem): void {
    const kind = kindOf(key);
    const tableKey = tableKeyOf(key);
    const image = call.isRefused ? undefined : this.#written.get(tableKey)?.shift();
    if (!image) {
      // Refused, or nothing was there to delete: billed by what stands there.
      const units = writeUnits(this.#bytes.get(tableKey) ?? 0, 0);
      this.#add(call, kind, { items: 1, refused: 1, writeUnits: units });
      return;
    }
    const { before, after, indexes } = image;
    const units = writeUnits(before ? itemBytes(before) : 0, after ? itemBytes(after) : 0);
    const moved = indexes.reduce((sum, shape) => sum + indexUnits(shape, before, after), 0);
    this.#add(call, kind, { items: 1, writeUnits: units, ...(moved > 0 && { indexUnits: moved }) });
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    return z.parse(body, JSON.parse(text === '' ? '{}' : text));
  } catch {
    // Recovery: an answer without fields is counted as a call all the same.
    return {};
  }
}

/** The root of a trace, which one invocation and its calls share. */
function traceOf(header: unknown): string {
  return /Root=[\w-]+/.exec(String(header ?? ''))?.[0] ?? '';
}

function tableKeyOf(key: WireItem): string {
  return `${textOf(key.pk)} ${textOf(key.sk)}`;
}

/** The kind of a row: its sort key up to the first `#`. */
function kindOf(key: unknown): string {
  return kindOfText(textOf(asItem(key).sk));
}

function kindOfText(sortKey: string): string {
  return sortKey.split('#')[0] ?? '';
}

function textOf(value: unknown): string {
  const { S } = asItem(value) as { readonly S?: unknown };
  return typeof S === 'string' ? S : '';
}

function bytesOf(entry: unknown, field: string): number {
  const text = (asItem(entry) as Record<string, unknown>)[field];
  return typeof text === 'string' ? Buffer.byteLength(text) : 0;
}
