import { describe, expect, it } from 'vitest';
import { compared, compareFigures } from './compared.ts';
import { figuresOf, moreVendorCalls } from './figures.ts';
import type { Load } from './load.ts';

function load(parts: Partial<Load> = {}): Load {
  return {
    invoices: 10,
    seconds: 1,
    events: { 'invoice.paid': 40 },
    counts: {
      'calls|write-back|dynamodb.GetItem|LINK': 20,
      'calls|write-back|dynamodb.BatchGetItem|LINK': 10,
      'calls|write-back|dynamodb.PutItem|LINK': 10,
      'writeUnits|write-back|dynamodb.PutItem|LINK': 20,
      'indexUnits|write-back|dynamodb.PutItem|LINK': 5,
      'calls|lambda|sqs.ReceiveMessage|changes': 5,
      'requests|lambda|sqs.ReceiveMessage|changes': 5,
      'calls|lambda|sqs.DeleteMessageBatch|changes': 5,
      'calls|write-back|lambda.Invoke|': 15,
    },
    stora: { 'POST /timeline/events': 20 },
    xero: { 'PUT /Invoices 200': 1 },
    cpuMs: {},
    logBytes: 100,
    ...parts,
  };
}

describe('figures of a load', () => {
  it('are of one invoice, without polls and invocations among the calls', () => {
    expect(figuresOf(load())).toMatchObject({
      awsCalls: 4.5,
      readCalls: 3,
      writeCalls: 1,
      writeUnits: 2,
      indexUnits: 0.5,
      writeUnitsWithIndex: 2.5,
      receives: 0.5,
      invocations: 1.5,
      storaCalls: 2,
      logBytes: 10,
    });
  });

  it('name each kind of vendor call that grew, a new kind too', () => {
    const now = load({ stora: { 'POST /timeline/events': 30, 'GET /contacts': 10 } });

    expect(moreVendorCalls(now, load())).toEqual({
      'POST /timeline/events': 1,
      'GET /contacts': 1,
    });
    expect(moreVendorCalls(load(), load())).toEqual({});
  });
});

describe('a figure beside the base', () => {
  it('holds when the ratio does not exceed what it must', () => {
    expect(compared('calls', { base: 10, now: 4, must: 0.45 }).holds).toBe(true);
    expect(compared('calls', { base: 10, now: 5, must: 0.45 }).holds).toBe(false);
    expect(compared('calls', { base: 0, now: 1, must: 1 }).holds).toBe(false);
  });

  it('has goals in bursts only', () => {
    const figures = figuresOf(load());
    const goals = (hasGoals: boolean) =>
      compareFigures('x', { base: figures, now: figures, hasGoals }).filter(
        ({ must }) => must !== undefined,
      ).length;

    expect(goals(true)).toBe(5);
    expect(goals(false)).toBe(0);
  });
});
