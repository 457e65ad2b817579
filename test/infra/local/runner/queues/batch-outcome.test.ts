import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../../../../infra/local/runner/lambda/invocation.ts';
import { decideBatchOutcome } from '../../../../../infra/local/runner/queues/batch-outcome.ts';

const ids = ['m1', 'm2', 'm3'];
const all = { succeeded: ids, failed: [] };
const none = { succeeded: [], failed: ids };
const failures = (...itemIdentifiers: unknown[]) =>
  JSON.stringify({ batchItemFailures: itemIdentifiers.map((id) => ({ itemIdentifier: id })) });

describe('a batch with partial responses', () => {
  it.each([
    ['null', 'null', all],
    ['{}', '{}', all],
    ['an empty list', '{"batchItemFailures":[]}', all],
    ['a null list', '{"batchItemFailures":null}', all],
    ['another object', '{"statusCode":200}', all],
    ['one failure', failures('m2'), { succeeded: ['m1', 'm3'], failed: ['m2'] }],
    ['all failures', failures('m1', 'm2', 'm3'), none],
    ['an unknown message', failures('m2', 'm9'), none],
    ['an empty identifier', failures('m2', ''), none],
    ['a null identifier', failures(null), none],
    ['a wrong key', '{"batchItemFailures":[{"messageId":"m2"}]}', none],
    ['a list of texts', '{"batchItemFailures":["m2"]}', none],
    ['a text', '"done"', none],
    ['no JSON', '<html>', none],
  ])('is settled by Lambda’s rule for %s', (_, payload, expected) => {
    const result: InvocationResult = { kind: 'succeeded', payload };

    expect(decideBatchOutcome(ids, result, true)).toEqual(expected);
  });

  it('fails as a whole when the function fails', () => {
    const error = { errorType: 'Error', errorMessage: 'x' };

    expect(decideBatchOutcome(ids, { kind: 'failed', error }, true)).toEqual(none);
  });
});

describe('a batch without partial responses', () => {
  it('succeeds whatever the function returns', () => {
    const result: InvocationResult = { kind: 'succeeded', payload: failures('m2') };

    expect(decideBatchOutcome(ids, result, false)).toEqual(all);
  });
});
