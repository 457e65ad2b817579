import { expect, it } from 'vitest';
import { billedSeconds, priceOf, totalPrice } from './prices.ts';

const nothing = {
  ...{ readUnits: 0, writeUnits: 0, sqsRequests: 0, kmsCalls: 0, secretCalls: 0 },
  ...{ invocations: 0, lambdaSeconds: 0, httpRequests: 0, logBytes: 0 },
};

it.each([
  ['a million write units', { writeUnits: 1e6 }, 0.625],
  ['a million read units', { readUnits: 1e6 }, 0.125],
  ['a million requests of FIFO queues', { sqsRequests: 1e6 }, 0.5],
  ['ten thousand calls of KMS', { kmsCalls: 1e4 }, 0.03],
  ['a million invocations', { invocations: 1e6 }, 0.2],
  ['a million seconds of half a GB', { lambdaSeconds: 1e6 }, 6.67],
  ['a GB of logs', { logBytes: 1e9 }, 0.5],
])('%s cost what the list says', (_what, counted, dollars) => {
  expect(totalPrice(priceOf({ ...nothing, ...counted }))).toBeCloseTo(dollars, 2);
});

it('computing takes longer on the part of a CPU that a function has, and waiting adds up', () => {
  expect(billedSeconds({ cpuMs: 512, awsCalls: 0, vendorCalls: 0 })).toBeCloseTo(1.769);
  expect(billedSeconds({ cpuMs: 0, awsCalls: 25, vendorCalls: 2 })).toBeCloseTo(0.6);
});
