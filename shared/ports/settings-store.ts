import type { Target } from '../contracts/ids.ts';
import type { LedgerSettings } from '../contracts/settings.ts';

export interface SettingsStore {
  get(operatorId: string, target: Target): Promise<LedgerSettings | undefined>;
  put(settings: LedgerSettings): Promise<void>;
  /** Stores the first settings; false: there are some already, and nothing was changed. */
  add(settings: LedgerSettings): Promise<boolean>;
  /**
   * Stores what the two differ in and lets the rest be: others change other settings at this moment.
   * Does nothing where there are none any more, or those of another company.
   */
  change(former: LedgerSettings, next: LedgerSettings): Promise<void>;
  /**
   * The same as the next version, only while the version of `former` is the present one. False: somebody
   * saved meanwhile, or there are none any more, and nothing was changed.
   */
  save(former: LedgerSettings, next: LedgerSettings): Promise<boolean>;
  /** Changes nothing else of settings that exist: a person may be changing them at this moment. */
  rememberSites(
    operatorId: string,
    target: Target,
    sites: NonNullable<LedgerSettings['sites']>,
  ): Promise<void>;
}
