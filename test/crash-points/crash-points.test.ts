import { afterAll, describe, expect, it } from 'vitest';
import { booksScenarios } from './books-scenarios.ts';
import { enumerate, type Report, tableOf } from './enumerate.ts';
import { effectKinds, handlers, type Scenario } from './scenario.ts';
import { tokensScenarios } from './tokens-scenarios.ts';

const scenarios: Scenario[] = [...booksScenarios, ...tokensScenarios];
const reports: Report[] = [];

afterAll(() => {
  console.info(`\n${tableOf(reports)}\n`);
});

/** Many times what a scenario takes on a machine of its own. */
const timeoutMs = 240_000;

describe('a fault at any single step', { timeout: timeoutMs }, () => {
  it.each(
    scenarios.map((scenario) => [`${scenario.handler}: ${scenario.title}`, scenario] as const),
  )('does no lasting harm to %s', async (_name, scenario) => {
    const report = await enumerate(scenario);
    reports.push(report);
    expect(report.points).toBeGreaterThan(0);
    expect(report.failures).toEqual([]);
  });

  it('is tried for every handler and every kind of effect', () => {
    expect(new Set(scenarios.map(({ handler }) => handler))).toEqual(new Set(handlers));
    expect(new Set(scenarios.flatMap(({ effects }) => effects))).toEqual(new Set(effectKinds));
  });
});
