import type { Night } from '../../contracts/night-item.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { Nights } from '../../ports/nights.ts';

const savesAtMost = 5;

/**
 * Changes a night in the store; made again on what somebody else left there meanwhile, as long as it is the
 * same one. `change` returns undefined where nothing is to be done any more.
 * @returns the night as it stands then; undefined: it was left as it is.
 * @throws DeferredError when others keep saving.
 */
export async function changeNight(
  nights: Nights,
  before: Night,
  change: (night: Night) => Night | undefined,
): Promise<Night | undefined> {
  let night: Night | undefined = before;
  for (let tries = 0; tries < savesAtMost; tries += 1) {
    const changed = night?.runId === before.runId ? change(night) : undefined;
    if (changed === undefined) return undefined;
    const saved = await nights.save(changed);
    if (saved !== 'conflict') return saved;
    night = await nights.get(before.operatorId, before.target);
  }
  throw new DeferredError('night_contended', 2);
}
