import type { Target } from '../../shared/contracts/ids.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import { changedSettings } from '../../shared/domain/settings/changed-settings.ts';
import type { SettingsStore } from '../../shared/ports/settings-store.ts';
import { Faults } from './faults.ts';

export class InMemorySettings implements SettingsStore {
  readonly faults = new Faults();
  readonly #rows = new Map<string, LedgerSettings>();

  async get(operatorId: string, target: Target): Promise<LedgerSettings | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(`${operatorId} ${target}`));
  }

  async put(settings: LedgerSettings): Promise<void> {
    this.faults.check('put');
    this.#rows.set(`${settings.operatorId} ${settings.target}`, structuredClone(settings));
  }

  async add(settings: LedgerSettings): Promise<boolean> {
    this.faults.check('put');
    if (this.#rows.has(`${settings.operatorId} ${settings.target}`)) return false;
    await this.put(settings);
    return true;
  }

  async change(former: LedgerSettings, next: LedgerSettings): Promise<void> {
    this.faults.check('change');
    const row = this.#present(former);
    if (row !== undefined) this.#apply(row, { former, next });
  }

  async save(former: LedgerSettings, next: LedgerSettings): Promise<boolean> {
    this.faults.check('save');
    const row = this.#present(former);
    if (row === undefined || row.version !== former.version) return false;
    this.#apply(row, { former, next });
    return true;
  }

  #present(former: LedgerSettings): LedgerSettings | undefined {
    const row = this.#rows.get(`${former.operatorId} ${former.target}`);
    return (former.accountId ?? row?.accountId) === row?.accountId ? row : undefined;
  }

  #apply(
    row: LedgerSettings,
    { former, next }: { former: LedgerSettings; next: LedgerSettings },
  ): void {
    const { set, removed } = changedSettings(former, next);
    const changed = structuredClone({ ...row, ...set });
    for (const name of removed) Reflect.deleteProperty(changed, name);
    this.#rows.set(`${row.operatorId} ${row.target}`, changed);
  }

  async rememberSites(
    operatorId: string,
    target: Target,
    sites: NonNullable<LedgerSettings['sites']>,
  ): Promise<void> {
    this.faults.check('rememberSites');
    const row = this.#rows.get(`${operatorId} ${target}`);
    if (row !== undefined) row.sites = structuredClone(sites);
  }
}
