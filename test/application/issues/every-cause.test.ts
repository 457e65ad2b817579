import { describe, expect, it } from 'vitest';
import { causes, isKnownCause } from '../../../shared/domain/issues/causes.ts';
import { startPipeline } from '../../support/pipeline.ts';
import { atSource } from './scenario-parts.ts';
import { scenarios } from './scenarios-of-causes.ts';

const names = Object.keys(causes).filter(isKnownCause);

describe('the causes for which a record waits', () => {
  it('each have a scenario in which they come about', () => {
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect(names.filter((cause) => scenarios[cause] === undefined)).toEqual([]);
  });

  it.each(names.flatMap((cause) => (scenarios[cause] ? [[cause, scenarios[cause]] as const] : [])))(
    '%s comes about, and says in the words of a bookkeeper what helps',
    async (cause, { run, ...options }) => {
      const pipeline = await startPipeline(atSource(options));
      await run(pipeline);

      const issues = await pipeline.stores.issues.list('acorn');
      const issue = issues.find((one) => one.cause === cause);
      expect(issue === undefined ? issues.map((one) => [one.cause, one.message]) : cause).toBe(
        cause,
      );
      expect(`${issue?.message} ${issue?.remedy}`).not.toMatch(/\(setting|parked|\beffect\b|[{}]/);
    },
  );
});
