import type { Target } from '../../contracts/ids.ts';
import { type LedgerSettings, ledgerSettings } from '../../contracts/settings.ts';
import { changedSettings } from '../../domain/settings/changed-settings.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** Settings, one item per operator and target. */
export class DynamoSettingsStore implements SettingsStore {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string, target: Target): Promise<LedgerSettings | undefined> {
    return this.#table.get(keys.settings(operatorId, target), ledgerSettings);
  }

  put(settings: LedgerSettings): Promise<void> {
    return this.#table.put(keys.settings(settings.operatorId, settings.target), settings);
  }

  add(settings: LedgerSettings): Promise<boolean> {
    const { operatorId, target } = settings;
    return this.#table.putIf(keys.settings(operatorId, target), settings, { isNew: true });
  }

  async change(former: LedgerSettings, next: LedgerSettings): Promise<void> {
    const { operatorId, target, accountId } = former;
    const { set, removed } = changedSettings(former, next);
    await this.#table.updateIf(
      keys.settings(operatorId, target),
      { set, remove: removed },
      { equals: accountId === undefined ? { operatorId } : { operatorId, accountId } },
    );
  }

  save(former: LedgerSettings, next: LedgerSettings): Promise<boolean> {
    const { operatorId, target, accountId, version } = former;
    const { set, removed } = changedSettings(former, next);
    const company = accountId === undefined ? { operatorId } : { operatorId, accountId };
    // Rows from before there were versions have none.
    const present =
      version === 0
        ? { equals: company, absentOrAtMost: { version } }
        : { equals: { ...company, version } };
    return this.#table.updateIf(
      keys.settings(operatorId, target),
      { set, remove: removed },
      present,
    );
  }

  async rememberSites(
    operatorId: string,
    target: Target,
    sites: NonNullable<LedgerSettings['sites']>,
  ): Promise<void> {
    // Where the settings are gone (the operator was removed), nothing is to be remembered.
    await this.#table.updateIf(
      keys.settings(operatorId, target),
      { set: { sites } },
      { equals: { operatorId } },
    );
  }
}
