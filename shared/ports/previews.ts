import type { Target } from '../contracts/ids.ts';
import type { Preview, PreviewPurpose } from '../contracts/preview.ts';

/** Previews, as far as they were read: one for each operator, target and purpose; the last one counts. */
export interface Previews {
  /** Undefined: there is none, or its time is over, or this version cannot read it. */
  get(operatorId: string, target: Target, purpose: PreviewPurpose): Promise<Preview | undefined>;
  /** Kept until the instant, or longer where the store is slow to forget. */
  put(preview: Preview, untilEpochMs: number): Promise<void>;
}
