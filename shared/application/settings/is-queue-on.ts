import { targetOfQueue } from '../../domain/resting/queue-names.ts';
import { isPosting } from '../../domain/settings/is-posting.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

/**
 * Whether what stands aside of a queue is not kept there by the switch of its target. Where there are no
 * settings yet, the first change makes them: it may go, and comes back when they are off.
 */
export async function isQueueOn(
  store: Pick<SettingsStore, 'get'>,
  { operatorId, queue }: { operatorId: string; queue: string },
): Promise<boolean> {
  const target = targetOfQueue(queue);
  if (target === undefined) return true;
  const settings = await store.get(operatorId, target);
  return settings === undefined || isPosting(settings);
}
