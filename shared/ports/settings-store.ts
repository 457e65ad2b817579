import type { Target } from '../contracts/ids.ts';
import type { LedgerSettings } from '../contracts/settings.ts';

export interface SettingsStore {
  get(operatorId: string, target: Target): Promise<LedgerSettings | undefined>;
  put(settings: LedgerSettings): Promise<void>;
}
