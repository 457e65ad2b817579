import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resourcesOf, synthesize } from '../../infra/synthesized.ts';
import {
  type CapacityFacts,
  firstWallsOf,
  limitsOf,
  remediesOf,
  rounded,
  wallsOf,
} from './capacity.ts';
import { readCapacityFacts } from './capacity-facts.ts';

const document = readFileSync('docs/capacity.md', 'utf8');
const facts = readCapacityFacts();
const walls = wallsOf(facts);

/** The wall of that name under other facts. */
function wall(what: string, other: Partial<CapacityFacts> = {}): number {
  const found = wallsOf({ ...facts, ...other }).find((one) => one.what === what);
  if (found === undefined) throw new Error(`There is no wall "${what}".`);
  return found.operators;
}

describe('the table of walls', () => {
  it('stands in docs/capacity.md as it is computed from the template and the manifests', () => {
    expect(document).toContain(limitsOf(walls).join('\n'));
    expect(document).toContain(remediesOf(walls).join('\n'));
  });

  it('stands in ARCHITECTURE as far as 100,000 operators reach', () => {
    expect(readFileSync('ARCHITECTURE.md', 'utf8')).toContain(firstWallsOf(walls).join('\n'));
  });

  it('goes with the reservations that the document adds up', () => {
    const { pipeline } = synthesize('production', {}, { reserveConcurrency: true });
    const reserved = resourcesOf(pipeline, 'AWS::Lambda::Function').reduce(
      (sum, { properties }) => sum + properties.ReservedConcurrentExecutions,
      0,
    );

    expect(document).toContain(`What the settings reserve\nis ${reserved}:`);
  });

  it('begins with the nearest', () => {
    const sizes = walls.map(({ operators }) => operators);

    expect(sizes).toEqual(sizes.toSorted((left, right) => left - right));
  });

  it('moves with what can be raised', () => {
    expect(wall('front door, webhooks', { routePerSecond: 200 })).toBe(300);
    expect(wall('Lambda, `receive-webhook`', { intakeConcurrency: 100 })).toBe(1_500);
    expect(wall('`refresh-connection`', { refreshWorkers: 2 * facts.refreshWorkers })).toBe(
      2 * wall('`refresh-connection`'),
    );
    expect(wall('`write-back`', { sourceCallMs: 2 * facts.sourceCallMs })).toBe(
      wall('`write-back`') / 2,
    );
  });

  it('leaves out a cap that a vendor does not have', () => {
    const without = wallsOf({ ...facts, targetCallsPerMinute: null });

    expect(without.map(({ what }) => what)).not.toContain("Xero's cap over all operators");
  });
});

describe('a number of operators', () => {
  it.each([
    [287, '280'],
    [11_249, '11,000'],
    [9.4, '9'],
    [1_234_567, '1,200,000'],
    [Number.POSITIVE_INFINITY, 'never'],
  ])('%s is written as %s: no better known than by two digits', (operators, text) => {
    expect(rounded(operators)).toBe(text);
  });
});
