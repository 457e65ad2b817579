import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { describe, expect, it } from 'vitest';
import { invariants } from '../invariants/all-invariants.ts';
import { bugFromEnv } from './bug-from-env.ts';
import { plantedBugs } from './planted-bugs.ts';

const root = new URL('../../..', import.meta.url);

describe('the planted bugs', () => {
  it('are twenty at the least, each with a name of its own', () => {
    const names = plantedBugs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(20);
  });

  it.each(plantedBugs)('include "$name", whose edits fit the code of today', ({ edits }) => {
    const counts = edits.map(({ file, find }) => {
      const times = readFileSync(new URL(file, root), 'utf8').split(find).length - 1;
      return `${file} has it ${times} times: ${find}`;
    });
    expect(counts).toEqual(edits.map(({ file, find }) => `${file} has it 1 times: ${find}`));
  });

  it.each(plantedBugs)('include "$name", with which the code can still be loaded', ({ edits }) => {
    const byFile = Map.groupBy(edits, ({ file }) => file);
    for (const [file, own] of byFile) {
      const text = readFileSync(new URL(file, root), 'utf8');
      const planted = own.reduce(
        (code, { find, replace }) => code.replace(find, () => replace),
        text,
      );
      expect(planted).not.toBe(text);
      expect(() => stripTypeScriptTypes(planted)).not.toThrow();
    }
  });

  it.each(plantedBugs)('include "$name", which breaks invariants that there are', (bug) => {
    const known = invariants.map(({ id }) => id);
    expect(bug.breaks.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining([...bug.breaks]));
  });

  it.each(plantedBugs)(
    'include "$name", which stands in the specification',
    ({ name, mistake }) => {
      const spec = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8');
      expect(spec).toContain(`\n| ${name} | ${mistake} |`);
    },
  );

  it('are planted by their names only', () => {
    const [bug] = plantedBugs;
    expect(bugFromEnv({ SIM_BUG: bug?.name })).toBe(bug);
    expect(bugFromEnv({})).toBeUndefined();
    expect(() => bugFromEnv({ SIM_BUG: 'none-such' })).toThrow(/no planted bug "none-such"/);
  });
});
