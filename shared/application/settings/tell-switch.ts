import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Crypto } from '../../ports/crypto.ts';

export interface TellSwitchDeps {
  activities: Activities;
  crypto: Crypto;
}

/**
 * The one activity of the last switch, by its own time: telling it again changes nothing. Settings that
 * nobody has switched yet have nothing to tell.
 */
export async function tellSwitch(
  { activities, crypto }: TellSwitchDeps,
  { operatorId, target, posting }: LedgerSettings,
): Promise<void> {
  if (posting?.at === undefined) return;
  const { isOn, at, by = 'rollerdoor', settingsVersion = 0 } = posting;
  await activities.append({
    operatorId,
    activityId: crypto.uuid5(`posting to ${target} of ${operatorId} switched at ${at}`),
    at,
    type: isOn ? 'posting.switched_on' : 'posting.switched_off',
    actor: by === 'partner' ? 'partner' : 'operator',
    detail: { target, by, settingsVersion },
  });
}
