import type { Connection } from '../../contracts/connection-item.ts';
import type { Rate } from '../../contracts/rate-item.ts';

/**
 * The rate under the company that is connected now, undefined where nothing changes. What is known of
 * the caps of a former one says nothing of this one's: a day that was used up there is not used up
 * here. Calls under way and caps that were agreed stay.
 */
export function underCompany(
  rate: Rate,
  connection: Pick<Connection, 'account' | 'epoch' | 'sinceEpoch'>,
): Rate | undefined {
  const accountId = connection.account.id;
  if (rate.accountId === accountId) return undefined;
  // An authorization that continues no former one is of another company, or as good as.
  const isOther =
    rate.accountId !== undefined || (connection.epoch > 1 && connection.sinceEpoch === undefined);
  if (!isOther) return { ...rate, accountId };
  const { counters: _c, heard: _h, share: _s, others: _o, counted: _n, ...kept } = rate;
  return { ...kept, accountId, blockedUntilEpochMs: 0 };
}
