import type { Target } from '../contracts/ids.ts';
import type { SettingsVersion } from '../contracts/settings-version.ts';

/** The settings as they were saved, one after the other. */
export interface SettingsVersions {
  /** The same version noted once more is written over with itself. */
  note(version: SettingsVersion): Promise<void>;
  get(operatorId: string, target: Target, version: number): Promise<SettingsVersion | undefined>;
  /** Newest first, those below the number only where there is one. */
  latest(listed: {
    operatorId: string;
    target: Target;
    below?: number | undefined;
    atMost: number;
  }): Promise<SettingsVersion[]>;
}
