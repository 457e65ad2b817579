// SPEC.md I18

import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { SettingsVersion } from '../../../shared/contracts/settings-version.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { rentCode, rentElsewhere } from '../world/words.ts';
import { type Occurred, viewOf } from './run-view.ts';

export const settingsVersions: Invariant = {
  id: 'I18',
  title: 'Each save is a version of its own, and documents use the settings of their time',
  check: (run) =>
    run.operatorIds.flatMap((operatorId) => {
      const saves = savesOf(run, operatorId);
      return [...lostVersions(saves), ...unnoted(run, saves), ...outdated(run, operatorId, saves)];
    }),
};

interface Save {
  atEpochMs: number;
  former: LedgerSettings;
  next: LedgerSettings;
}

function savesOf(run: FinishedRun, operatorId: string): Save[] {
  return viewOf(run)
    .of('stored')
    .filter(({ store, method }) => store === 'settings' && method === 'save')
    .filter(({ output }) => output === true)
    .map(({ atEpochMs, input }) => {
      const [former, next] = input as [LedgerSettings, LedgerSettings];
      return { atEpochMs, former, next };
    })
    .filter(({ next }) => next.operatorId === operatorId);
}

/** A save builds on the one before: what that chose stands in it, unless it was changed on purpose. */
function lostVersions(saves: Save[]): string[] {
  return saves.flatMap(({ former, next }, at) => {
    const before = saves[at - 1]?.next;
    if (before === undefined) return [];
    const { operatorId, version } = next;
    if (former.version !== before.version || version !== before.version + 1)
      return [`${operatorId}: version ${version} was saved over ${before.version}`];
    const isBuiltOn = JSON.stringify(former.accountMap) === JSON.stringify(before.accountMap);
    return isBuiltOn
      ? []
      : [`${operatorId}: version ${version} lost the accounts of the one before`];
  });
}

function unnoted(run: FinishedRun, saves: Save[]): string[] {
  const noted = viewOf(run)
    .of('stored')
    .filter(({ store, method }) => store === 'settingsVersions' && method === 'note')
    .map(({ input }) => input as SettingsVersion);
  return saves.flatMap(({ next: { operatorId, version, accountMap } }) => {
    const same = noted.filter((one) => one.operatorId === operatorId && one.version === version);
    if (same.length === 0) return [`${operatorId}: version ${version} is not in the history`];
    const text = JSON.stringify(accountMap);
    const isRight = same.every(({ settings }) => JSON.stringify(settings.accountMap) === text);
    return isRight ? [] : [`${operatorId}: the history has another version ${version}`];
  });
}

/** A worker may hold what it read for as long as it lives, and stand still meanwhile. */
const heldAtMostMs = 10 * 60_000;

function outdated(run: FinishedRun, operatorId: string, saves: Save[]): string[] {
  const created = viewOf(run).own.filter(
    (call) =>
      call.operatorId === operatorId &&
      call.method === 'PUT' &&
      call.path.includes('/Invoices') &&
      !call.path.includes('/History'),
  );
  return created.flatMap((call) => {
    const allowed = accountsAround(saves, call);
    return rentAccounts(call)
      .filter((code) => !allowed.has(code))
      .map((code) => `${operatorId}: rent went to ${code} at ${call.seq}, not to ${[...allowed]}`);
  });
}

/** Accounts that the rent was to go to while a worker could have read it. */
function accountsAround(saves: Save[], { atEpochMs }: Occurred<'arrived'>): Set<string> {
  const from = atEpochMs - heldAtMostMs;
  const standing = saves.filter((save) => save.atEpochMs < from).at(-1);
  const since = saves.filter((save) => save.atEpochMs >= from && save.atEpochMs <= atEpochMs);
  const begin = standing?.next ?? saves[0]?.former;
  const held = [...(begin === undefined ? [] : [begin]), ...since.map(({ next }) => next)];
  const accounts = held.map(({ accountMap }) => accountMap[rentCode] ?? rentCode);
  return new Set(saves.length === 0 ? [rentCode] : accounts);
}

function rentAccounts({ body }: Occurred<'arrived'>): string[] {
  const sent = JSON.parse(body) as {
    Invoices?: Array<{ LineItems?: Array<{ AccountCode?: string }> }>;
  };
  const codes = (sent.Invoices ?? []).flatMap(({ LineItems = [] }) =>
    LineItems.flatMap(({ AccountCode }) => AccountCode ?? []),
  );
  return [...new Set(codes.filter((code) => code === rentCode || code === rentElsewhere))];
}
