import type { Charge, SourceSite } from '../domain/settings/source-uses.ts';

/** What a source charges for, where it can be asked. */
export interface SourceCharges {
  sites(): Promise<SourceSite[]>;
  /** Lists that the source refuses are named in `unread` and do not hide the others. */
  charges(): Promise<{ charges: Charge[]; unread: string[] }>;
}
