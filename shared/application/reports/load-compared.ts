import type { ComparedFacts } from '../../domain/portal/compared-words.ts';
import { foundIn } from '../../domain/portal/proof-words.ts';
import { type Books, type LoadReportsDeps, loadMonth } from './load-reports.ts';

type ComparedDeps = Pick<LoadReportsDeps, 'nights' | 'monthProofs' | 'acceptedMismatches'>;

/** Those before may have been stopped. */
const nightsLookedAt = 5;

/** How both sides compared last; undefined: they never did. Of an even night its own row says everything. */
export async function loadCompared(
  deps: ComparedDeps,
  books: Books,
): Promise<ComparedFacts | undefined> {
  const { operatorId, target } = books;
  const nights = await deps.nights.latest(operatorId, target, nightsLookedAt);
  const night = nights.find(({ status }) => status === 'done');
  if (night === undefined) return undefined;
  if (foundIn(night) === 0 && night.unexplainedMinor === 0) return { target, night, months: [] };
  const months = await Promise.all(
    night.proved.map((month) => loadMonth(deps, { ...books, month })),
  );
  return { target, night, months: months.filter((month) => month !== undefined) };
}
