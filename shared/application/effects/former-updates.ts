import type { Link } from '../../contracts/link-item.ts';
import { unansweredUntil } from '../../domain/effects/decide-next-try.ts';
import { isUpdate } from '../../domain/effects/updates.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { Clock } from '../../ports/clock.ts';

/**
 * A former update that got no answer could still arrive and undo the one of this name.
 * @throws DeferredError until it has had its time.
 */
export function deferForFormerUpdates(link: Link, name: string, clock: Clock): void {
  const waitsMs = Object.entries(link.effects)
    .filter(([other, { state }]) => other !== name && isUpdate(other) && state === 'sending')
    .map(([, effect]) => unansweredUntil(effect) - clock.nowEpochMs());
  const waitMs = Math.max(0, ...waitsMs);
  if (waitMs > 0) throw new DeferredError('effect_uncertain', Math.ceil(waitMs / 1_000));
}
