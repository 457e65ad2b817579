import type { SettingChange, SettingsVersion } from '../../contracts/settings-version.ts';
import { labelOf } from '../setting-names/setting-labels.ts';
import { dayAndTime } from './day-and-time.ts';

export interface HistoryEntry {
  version: number;
  /** "30 Nov 2026, 09:05"; undefined for what is from before there were versions. */
  at: string | undefined;
  by: string;
  changes: string[];
}

const people: Readonly<Record<string, string>> = {
  operator: 'on this page',
  partner: 'by whoever set Rollerdoor up',
  rollerdoor: 'by Rollerdoor',
};

/** The versions in words for people, in their order. */
export function historyEntries(
  versions: readonly SettingsVersion[],
  timeZone?: string,
): HistoryEntry[] {
  return versions.map(({ version, at, by, changes }) => ({
    version,
    at: at === undefined ? undefined : dayAndTime(at, timeZone),
    by: people[by] ?? `by ${by}`,
    changes: changes.length === 0 ? [firstWords(by)] : changes.map(changeWords),
  }));
}

function firstWords(by: string): string {
  return by === 'rollerdoor' ? 'Settings of this organisation.' : 'Nothing that is shown here.';
}

/** "Account for RENT: 200, now 201". */
export function changeWords({ field, of, from, to }: SettingChange): string {
  const what = of === undefined ? labelOf(field) : `${labelOf(field)} for ${of}`;
  if (from === undefined) return `${what}: ${to ?? ''}`;
  return to === undefined ? `${what}: ${from}, now not set` : `${what}: ${from}, now ${to}`;
}
