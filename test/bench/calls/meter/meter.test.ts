import { describe, expect, it } from 'vitest';
import type { Exchange } from './http-tap.ts';
import { Meter } from './meter.ts';

const key = { pk: { S: 'OP#acorn' }, sk: { S: 'LINK#xero#invoice#1' } };
const other = { pk: { S: 'OP#acorn' }, sk: { S: 'ISSUE#xero#invoice#1' } };
const indexes = [{ keyNames: ['directoryKey'], copied: ['directoryKey', 'pk', 'sk'] }];

function exchange(parts: Partial<Exchange>): Exchange {
  return {
    method: 'POST',
    path: '/',
    requestHeaders: {},
    requestBody: '{}',
    status: 200,
    responseHeaders: {},
    responseBody: '{}',
    answeredAtMs: 0,
    ...parts,
  };
}

function call(target: string, sent: unknown, more: Partial<Exchange> = {}): Exchange {
  const requestHeaders = { 'x-amz-target': target, ...more.requestHeaders };
  return exchange({ requestBody: JSON.stringify(sent), ...more, requestHeaders });
}

const table = (operation: string) => `DynamoDB_20120810.${operation}`;

describe('the meter', () => {
  it('counts a write, its units and those of the index, by kind of row', () => {
    const meter = new Meter();
    const owed = { ...key, directoryKey: { S: 'OWED' }, body: { S: 'x'.repeat(1_500) } };
    meter.onWritten({ before: undefined, after: owed, indexes });
    meter.onExchange(call(table('PutItem'), { Item: owed }));

    expect(meter.snapshot()).toEqual({
      'calls|lambda|dynamodb.PutItem|LINK': 1,
      'items|lambda|dynamodb.PutItem|LINK': 1,
      'writeUnits|lambda|dynamodb.PutItem|LINK': 2,
      'indexUnits|lambda|dynamodb.PutItem|LINK': 1,
    });
  });

  it('counts a refused write by what stands there, and a delete of nothing as one unit', () => {
    const meter = new Meter();
    const after = { ...key, body: { S: 'x'.repeat(1_500) } };
    meter.onWritten({ before: undefined, after, indexes });
    meter.onExchange(call(table('PutItem'), { Item: after }));
    meter.onExchange(call(table('UpdateItem'), { Key: key }, { status: 400 }));
    meter.onExchange(call(table('DeleteItem'), { Key: other }));

    expect(meter.snapshot()).toMatchObject({
      'refused|lambda|dynamodb.UpdateItem|LINK': 1,
      'writeUnits|lambda|dynamodb.UpdateItem|LINK': 2,
      'refused|lambda|dynamodb.DeleteItem|ISSUE': 1,
      'writeUnits|lambda|dynamodb.DeleteItem|ISSUE': 1,
    });
  });

  it('counts a batch of reads as one call, and each item by its own units', () => {
    const meter = new Meter();
    const after = { ...key, body: { S: 'x'.repeat(5_000) } };
    meter.onWritten({ before: undefined, after, indexes });
    const RequestItems = { table: { Keys: [key, other], ConsistentRead: true } };
    meter.onExchange(call(table('BatchGetItem'), { RequestItems }));

    expect(meter.snapshot()).toEqual({
      'calls|lambda|dynamodb.BatchGetItem|ISSUE+LINK': 1,
      'items|lambda|dynamodb.BatchGetItem|LINK': 1,
      'items|lambda|dynamodb.BatchGetItem|ISSUE': 1,
      'readUnits|lambda|dynamodb.BatchGetItem|LINK': 2,
      'readUnits|lambda|dynamodb.BatchGetItem|ISSUE': 1,
    });
  });

  it('counts a query by the sum of its items, half where it reads an index', () => {
    const meter = new Meter();
    const Items = [key, { ...other, body: { S: 'x'.repeat(4_096) } }];
    const answer = { responseBody: JSON.stringify({ Items, ScannedCount: 2 }) };
    const values = { ':pk': key.pk, ':prefix': { S: 'LINK#' } };
    const sent = { ConsistentRead: true, ExpressionAttributeValues: values };
    meter.onExchange(call(table('Query'), sent, answer));
    const asked = {
      IndexName: 'directory',
      ExpressionAttributeValues: { ':key': { S: 'OWED' } },
    };
    meter.onExchange(call(table('Query'), asked, answer));

    expect(meter.snapshot()).toMatchObject({
      'readUnits|lambda|dynamodb.Query|LINK': 2,
      'readUnits|lambda|dynamodb.Query|index OWED': 1,
    });
  });

  it('counts what a filter drops as read', () => {
    const meter = new Meter();
    const after = { ...key, body: { S: 'x'.repeat(9_000) } };
    meter.onWritten({ before: undefined, after, indexes });
    const values = { ':pk': key.pk, ':prefix': { S: 'LINK#' } };
    const sent = { ConsistentRead: true, ExpressionAttributeValues: values };
    const responseBody = JSON.stringify({ Items: [], ScannedCount: 1 });
    meter.onExchange(call(table('Query'), sent, { responseBody }));

    expect(meter.snapshot()).toMatchObject({ 'readUnits|lambda|dynamodb.Query|LINK': 3 });
  });

  it('counts a batch of messages as one request, and another for each further 64 KB', () => {
    const meter = new Meter();
    const Entries = [{ MessageBody: 'x'.repeat(60_000) }, { MessageBody: 'x'.repeat(60_000) }];
    const QueueUrl = 'http://localhost/1/changes.fifo';
    meter.onExchange(call('AmazonSQS.SendMessageBatch', { QueueUrl, Entries }));

    expect(meter.snapshot()).toEqual({
      'calls|lambda|sqs.SendMessageBatch|changes.fifo': 1,
      'messages|lambda|sqs.SendMessageBatch|changes.fifo': 2,
      'requests|lambda|sqs.SendMessageBatch|changes.fifo': 2,
    });
  });

  it('knows by the trace which function calls, and how long it was busy', () => {
    const meter = new Meter();
    const next = {
      'lambda-runtime-aws-request-id': 'one',
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:x:1:function:rollerdoor-write-back',
      'lambda-runtime-trace-id': 'Root=1-aa-bb;Sampled=0',
    };
    const path = '/2018-06-01/runtime/invocation';
    meter.onExchange(exchange({ method: 'GET', path: `${path}/next`, responseHeaders: next }));
    const requestHeaders = { 'x-amzn-trace-id': 'Root=1-aa-bb;Sampled=0' };
    meter.onExchange(call('TrentService.Decrypt', {}, { requestHeaders }));
    meter.onExchange(exchange({ path: `${path}/one/response`, answeredAtMs: 12 }));

    expect(meter.snapshot()).toEqual({
      'calls|write-back|kms.Decrypt|': 1,
      'calls|write-back|lambda.Invoke|': 1,
      'busyMs|write-back|lambda.Invoke|': 12,
    });
  });

  it('knows who called also where it hears only afterwards what the trace belongs to', () => {
    const meter = new Meter();
    const requestHeaders = { 'x-amzn-trace-id': 'Root=1-aa-bb;Sampled=0' };
    meter.onExchange(call('TrentService.Decrypt', {}, { requestHeaders }));
    expect(meter.snapshot()).toEqual({ 'calls|lambda|kms.Decrypt|': 1 });

    const responseHeaders = {
      'lambda-runtime-aws-request-id': 'one',
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:x:1:function:rollerdoor-write-back',
      'lambda-runtime-trace-id': 'Root=1-aa-bb;Sampled=0',
    };
    const path = '/2018-06-01/runtime/invocation/next';
    meter.onExchange(exchange({ method: 'GET', path, responseHeaders }));
    meter.onExchange(call('TrentService.Decrypt', {}, { requestHeaders }));

    expect(meter.snapshot()).toEqual({ 'calls|write-back|kms.Decrypt|': 2 });
  });

  it('counts nothing that is no call of AWS', () => {
    const meter = new Meter();
    meter.onExchange(exchange({ path: '/contacts', method: 'GET' }));

    expect(meter.snapshot()).toEqual({});
  });
});
