import type { Difference } from '../../contracts/difference-item.ts';
import { nameOf } from './both-sides.ts';
import type { NightPorts, Scene } from './night-ports.ts';

/** What changed so lately is on its way: the documents of a month-end run have all come into the ledger by then. */
export const freshForMs = 30 * 60_000;
/** Beyond so many only those of the records at hand are read. */
export const issuesAtMost = 2_000;
const differencesAtMost = 2_000;

/** What was changed by hand in the ledger, as a look at it has found, by kind and id. */
export async function handEditsOf(
  { night }: Scene,
  { differences }: Pick<NightPorts, 'differences'>,
): Promise<Map<string, Difference>> {
  const page = await differences.page(night.operatorId, undefined, differencesAtMost);
  const own = page.differences.filter(({ target }) => target === night.target);
  return new Map(own.map((one) => [nameOf(one.kind, one.sourceId), one]));
}
