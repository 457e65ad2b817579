import type { SettingsWish } from '../../../shared/application/settings/save-settings.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { InMemorySettingsVersions } from '../../fakes/in-memory-settings-versions.ts';

/** What saving settings needs, in memory. */
export function settingsWorld() {
  return {
    clock: new FakeClock('2026-11-30T09:00:00.000Z'),
    settings: new InMemorySettings(),
    settingsVersions: new InMemorySettingsVersions(),
    activities: new InMemoryActivities(),
    issues: new InMemoryIssues(),
  };
}

/** What a person wants who changes these fields of what stands. */
export function wishFor(
  changed: Partial<LedgerSettings>,
  wish: Partial<SettingsWish> = {},
): SettingsWish {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    change: (settings) => ({ ...settings, ...changed }),
    actor: 'operator',
    ...wish,
  };
}
