import type { Connection } from '../../contracts/connection-item.ts';
import type { Target } from '../../contracts/ids.ts';
import type { Night } from '../../contracts/night-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { isPosting } from '../../domain/settings/is-posting.ts';
import { isWorking } from '../../domain/tokens/is-live-epoch.ts';
import { sourceName } from '../../source/source-name.ts';
import type { DirectNightDeps } from './night-ports.ts';

export interface Sides {
  source: Connection;
  books: Connection;
  settings: LedgerSettings;
}

type Obstacle = 'not_connected' | 'switched_off';

/** Both sides as they are now, or why nothing can be compared. */
export async function sidesNow(
  deps: Pick<DirectNightDeps, 'connections' | 'settings'>,
  { operatorId, target }: { operatorId: string; target: Target },
): Promise<Sides | Obstacle> {
  const rows = (await deps.connections.list(operatorId)).filter(isWorking);
  const source = rows.find(({ provider }) => provider === sourceName);
  const books = rows.find(({ provider }) => provider === target);
  const settings = await deps.settings.get(operatorId, target);
  if (source === undefined || books === undefined || settings === undefined) return 'not_connected';
  return isPosting(settings) ? { source, books, settings } : 'switched_off';
}

/** The same of a night that is under way: it is of the companies with which it began. */
export async function sidesOfNight(
  deps: Pick<DirectNightDeps, 'connections' | 'settings'>,
  night: Night,
): Promise<Sides | NonNullable<Night['stoppedBecause']>> {
  const sides = await sidesNow(deps, night);
  if (typeof sides === 'string') return sides;
  const { source, target } = night.accounts;
  const isSame = sides.source.account.id === source && sides.books.account.id === target;
  return isSame ? sides : 'other_company';
}
