import type { Target } from '../../shared/contracts/ids.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
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
