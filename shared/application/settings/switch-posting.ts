import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import { isPosting } from '../../domain/settings/is-posting.ts';
import type { Aside } from '../../ports/aside.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { type TellSwitchDeps, tellSwitch } from './tell-switch.ts';

export interface SwitchPostingDeps extends TellSwitchDeps {
  settings: SettingsStore;
  aside: Aside;
  clock: Clock;
}

export interface SwitchWish {
  operatorId: string;
  target: Target;
  isOn: boolean;
  /** Who wants it. */
  by: string;
  /** The settings under which a preview was seen; absent: whoever switches knows without. */
  seen?: Pick<LedgerSettings, 'version' | 'accountId'>;
}

export type SwitchEnd =
  | { kind: 'switched'; settings: LedgerSettings }
  /** It was so already. */
  | { kind: 'unchanged'; settings: LedgerSettings }
  /** Somebody has changed the settings, or connected another company, since the preview. */
  | { kind: 'changed_since' }
  /** They are made when a ledger is connected. */
  | { kind: 'no_settings' };

/**
 * Switches posting to a ledger on or off. The mark of what stands aside is set before the switch: the
 * sweep sees to it from then on, so that whoever dies behind the switch leaves nothing waiting and
 * nothing untold. What a worker has begun is posted all the same.
 */
export async function switchPosting(deps: SwitchPostingDeps, wish: SwitchWish): Promise<SwitchEnd> {
  const { operatorId, target, isOn, by } = wish;
  const settings = await deps.settings.get(operatorId, target);
  if (settings === undefined) return { kind: 'no_settings' };
  if (isPosting(settings) === isOn) {
    await tellSwitch(deps, settings);
    return { kind: 'unchanged', settings };
  }
  if (wish.seen !== undefined && !isSameAsSeen(settings, wish.seen))
    return { kind: 'changed_since' };
  const nowEpochMs = deps.clock.nowEpochMs();
  const mark = { operatorId, queue: changesQueueName(target) };
  await deps.aside.note(mark, nowEpochMs);
  await deps.aside.lookNext(mark, nowEpochMs);
  const at = new Date(nowEpochMs).toISOString();
  const posting = { isOn, at, by, settingsVersion: settings.version };
  const switched = { ...settings, posting };
  await deps.settings.change(settings, switched);
  await tellSwitch(deps, switched);
  return { kind: 'switched', settings: switched };
}

function isSameAsSeen(
  { version, accountId }: LedgerSettings,
  seen: NonNullable<SwitchWish['seen']>,
): boolean {
  return version === seen.version && accountId === seen.accountId;
}
