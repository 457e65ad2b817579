import type { Provider } from '../contracts/ids.ts';
import type { Rate } from '../contracts/rate-item.ts';

export interface Rates {
  get(operatorId: string, provider: Provider): Promise<Rate | undefined>;
  /** Saves over the revision that was read (0: none yet); 'conflict' when somebody else did. */
  save(rate: Rate): Promise<Rate | 'conflict'>;
}
