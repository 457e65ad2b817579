import type { DifferencesDeps } from '../adapters/portal/differences-routes.tsx';
import type { HostedLinkDeps } from '../application/connect/hosted-links.ts';
import { formToken, isOwnForm, readSession } from '../application/connect/portal-session.ts';
import {
  type AcceptDifferenceDeps,
  acceptDifference,
} from '../application/differences/accept-difference.ts';
import { zoneOf } from '../application/settings/zone-of.ts';
import type { Difference } from '../contracts/difference-item.ts';
import { isDocumentKind, type Target } from '../contracts/ids.ts';
import { differenceRows } from '../domain/portal/difference-view.ts';
import { nextHref } from '../domain/portal/list-views.ts';
import type { LedgerFor } from '../ports/ledger/ledger.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

/** A page of them, as of other long lists. */
const rowsAPage = 50;

/** What the page about hand-made changes needs. */
export function differencesOf(
  common: HostedLinkDeps &
    AcceptDifferenceDeps & {
      ledgers: Record<Target, LedgerFor | undefined>;
      settings: Pick<SettingsStore, 'get'>;
    },
): Omit<DifferencesDeps, 'loadFrame'> {
  return {
    readSession: (cookieValue) => readSession(common, cookieValue),
    formToken: (session) => formToken(common, session),
    isOwnForm: (session, token) => isOwnForm(common, session, token),
    async loadDifferences({ operatorId }, after) {
      const operator = await common.operators.get(operatorId);
      if (operator === undefined || operator.removal !== undefined) return undefined;
      const [page, timeZone] = await Promise.all([
        common.differences.page(operatorId, after, rowsAPage),
        zoneOf(common, operatorId),
      ]);
      const urls = (one: Difference) => urlOf(common.ledgers, one);
      const rows = differenceRows(page.differences, urls, timeZone);
      return {
        operatorName: operator.name,
        rows,
        nextHref: nextHref('/differences', page.next),
      };
    },
    acceptDifference: ({ operatorId }, { standing, ...record }) =>
      acceptDifference(common, { operatorId, ...record }, { standing, actor: 'operator' }),
  };
}

function urlOf(
  ledgers: Record<Target, LedgerFor | undefined>,
  { operatorId, target, kind, targetId }: Difference,
): string | undefined {
  if (!isDocumentKind(kind)) return undefined;
  return ledgers[target]?.(operatorId).documentUrl(kind, targetId);
}
