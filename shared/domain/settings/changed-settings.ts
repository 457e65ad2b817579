import type { LedgerSettings } from '../../contracts/settings.ts';

/** What of the settings is another now, and what is gone. */
export function changedSettings(
  former: LedgerSettings,
  next: LedgerSettings,
): { set: Partial<LedgerSettings>; removed: string[] } {
  const before = new Map<string, unknown>(Object.entries(former));
  const after = new Map<string, unknown>(Object.entries(next));
  const isOther = ([name, value]: [string, unknown]) =>
    value !== undefined && JSON.stringify(before.get(name)) !== JSON.stringify(value);
  return {
    set: Object.fromEntries(Object.entries(next).filter(isOther)),
    removed: [...before.keys()].filter((name) => after.get(name) === undefined),
  };
}
