import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import { isPosting } from '../../domain/settings/is-posting.ts';
import { isInUse, isWorking } from '../../domain/tokens/is-live-epoch.ts';
import type { Connections } from '../../ports/connections.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { sourceName } from '../../source/source-name.ts';

export interface ObstacleDeps {
  connections: Connections;
  settings: Pick<SettingsStore, 'get'>;
}

/**
 * What keeps a run from going on: a person has to connect again, or anew, or to switch on; or it is over.
 */
export type Obstacle = 'connection' | 'left' | 'posting' | 'other_company';

/** Both sides of a run, or why it cannot go on. */
export async function sidesOf(
  deps: ObstacleDeps,
  run: BackfillRun,
): Promise<{ source: Connection } | { obstacle: Obstacle }> {
  const { operatorId, target, accounts } = run;
  const rows = await deps.connections.list(operatorId);
  const source = rows.find(({ provider }) => provider === sourceName);
  const books = rows.find(({ provider }) => provider === target);
  if (source === undefined || books === undefined) return { obstacle: 'left' };
  if (!isInUse(source) || !isInUse(books)) return { obstacle: 'left' };
  if (!isWorking(source) || !isWorking(books)) return { obstacle: 'connection' };
  const isSame = source.account.id === accounts.source && books.account.id === accounts.target;
  if (!isSame) return { obstacle: 'other_company' };
  const settings = await deps.settings.get(operatorId, target);
  const isOff = settings !== undefined && !isPosting(settings);
  return isOff ? { obstacle: 'posting' } : { source };
}
