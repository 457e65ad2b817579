import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { idleFiguresOf } from './idle-figures.ts';

it('reads out of the kept counts of the base what was measured of it by hand', () => {
  const kept = JSON.parse(readFileSync(new URL('./base-06999a4.json', import.meta.url), 'utf8'));

  expect(idleFiguresOf(kept.load)).toMatchObject({
    sweepReadsPerTick: expect.closeTo(4.08, 1),
    readsPerRefresh: 5,
    kmsCallsPerRefresh: 3,
    vendorCallsPerRefresh: 2,
    dollarsPerMonth: expect.closeTo(0.0464, 3),
  });
});
