import type { Connection } from '../../contracts/connection-item.ts';
import { underCompany } from '../../domain/pacing/former-company.ts';
import type { Rates } from '../../ports/rates.ts';

const savesAtMost = 5;

/**
 * Begins to count calls anew where another company was connected than before. Where others keep
 * saving, what is known of the former one stays: it only makes calls wait.
 */
export async function beginWithCompany(
  { rates }: { rates: Rates },
  connection: Connection,
): Promise<void> {
  const { operatorId, provider } = connection;
  for (let saves = 0; saves < savesAtMost; saves += 1) {
    const rate = await rates.get(operatorId, provider);
    const changed = rate && underCompany(rate, connection);
    if (changed === undefined || (await rates.save(changed)) !== 'conflict') return;
  }
}
