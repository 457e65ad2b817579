import type { Pipeline } from '../../support/pipeline.ts';

/** For the reading of lists only: the tokens of that world are not renewed. */
export async function anHourLater({ stores, clock }: Pipeline): Promise<void> {
  const state = await stores.sourceStates.get('acorn');
  if (state?.reading === undefined) return;
  const startedAt = new Date(clock.nowEpochMs() - 3_600_000).toISOString();
  stores.sourceStates.seed({ ...state, reading: { ...state.reading, startedAt } });
}
