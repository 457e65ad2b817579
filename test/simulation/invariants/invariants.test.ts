import { describe, expect, it } from 'vitest';
import { checkInvariants, invariants } from './all-invariants.ts';
import { brokenAsideRuns } from './broken-aside-runs.ts';
import { brokenBackfills } from './broken-backfills.ts';
import { brokenDeskRuns } from './broken-desk-runs.ts';
import { brokenEditRuns } from './broken-edit-runs.ts';
import { brokenLives } from './broken-lives.ts';
import { brokenNightRuns } from './broken-night-runs.ts';
import { brokenRuns } from './broken-runs.ts';
import { brokenSettingsRuns } from './broken-settings-runs.ts';
import { goodRun } from './good-run.ts';

describe('the invariants of the simulation', () => {
  it('find nothing in a run in which all went well', () => {
    expect(checkInvariants(goodRun().run.finish())).toEqual([]);
  });

  it.each([
    ...brokenRuns,
    ...brokenAsideRuns,
    ...brokenDeskRuns,
    ...brokenEditRuns,
    ...brokenBackfills,
    ...brokenLives,
    ...brokenNightRuns,
    ...brokenSettingsRuns,
  ])('$invariant finds that $what', ({ invariant, spoil, says }) => {
    const good = goodRun();
    spoil(good);

    const found = checkInvariants(good.run.finish()).filter((each) => each.invariant === invariant);

    expect(found.map(({ text }) => text).join('\n')).toMatch(says);
  });

  it('have each been shown to find something', () => {
    const all = [
      ...brokenRuns,
      ...brokenDeskRuns,
      ...brokenEditRuns,
      ...brokenBackfills,
      ...brokenNightRuns,
      ...brokenSettingsRuns,
    ];
    const shown = new Set(all.map(({ invariant }) => invariant));
    expect(invariants.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  it('report a check that fails itself', () => {
    const run = goodRun().run.finish();
    const found = checkInvariants({
      ...run,
      accounts: {} as never,
      operatorIds: undefined as never,
    });
    expect(found.map(({ text }) => text).join()).toMatch(/the check itself failed/);
  });
});
