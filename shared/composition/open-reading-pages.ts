import type { ReadingDeps } from '../adapters/portal/reading-deps.ts';
import { findDocuments } from '../application/connect/find-documents.ts';
import { type RaisedTodayDeps, raisedSince } from '../application/connect/raised-today.ts';
import { loadActivities } from '../application/connect/show-lists.ts';
import {
  latestDocuments,
  loadOverview,
  type ShowOverviewDeps,
} from '../application/connect/show-overview.ts';
import { loadStatus } from '../application/connect/show-status.ts';
import { loadSettings } from '../application/settings/load-settings.ts';
import type { DocumentRow } from '../contracts/document-item.ts';
import { figuresOf } from '../domain/issues/group-figures.ts';
import { documentsView } from '../domain/portal/documents-view.ts';
import { needsYou } from '../domain/portal/issue-groups.ts';
import { activityList } from '../domain/portal/list-views.ts';
import { zoneWords } from '../domain/portal/local-time.ts';
import { hereOf, overviewView } from '../domain/portal/overview-view.ts';
import { statusView } from '../domain/portal/status-view.ts';
import type { Connections } from '../ports/connections.ts';
import type { LedgerFor } from '../ports/ledger/ledger.ts';
import type { Operators } from '../ports/operators.ts';
import { targetIds } from '../targets/target-ids.ts';

/** What the pages are made of that only show. */
export interface ReadingParts extends Omit<ShowOverviewDeps, 'raisedSince'>, RaisedTodayDeps {
  operators: Operators;
  connections: Connections;
  /** Pages of the source's own application, with `{id}` in them. */
  recordPages?: { [K in DocumentRow['kind']]?: string | undefined } | undefined;
  ledgers: Readonly<Record<DocumentRow['target'], LedgerFor | undefined>>;
}

type ReadingPages = Omit<ReadingDeps, 'readSession' | 'formToken' | 'formOrigins'>;

/** More than these need nobody know exactly on every page. */
const issuesCounted = 100;

/** Loads the pages that only show, for whoever still is an operator. */
export function openReadingPages(opened: ReadingParts): ReadingPages {
  const parts = { ...opened, raisedSince: raisedSince(opened) };
  const operatorOf = async (operatorId: string) => {
    const operator = await parts.operators.get(operatorId);
    return operator?.removal === undefined ? operator : undefined;
  };
  return {
    async loadFrame({ operatorId }) {
      const [operator, settings, { issues }] = await Promise.all([
        operatorOf(operatorId),
        loadSettings(parts.settings, operatorId),
        parts.issues.page(operatorId, undefined, issuesCounted),
      ]);
      const { timeZone } = hereOf({ settings, nowEpochMs: 0 });
      return (
        operator && {
          operatorName: operator.name,
          zoneWords: zoneWords(timeZone),
          targets: settings.map(({ target }) => target),
          needsYou: needsYou(figuresOf(issues, parts.clock.nowEpochMs())).records,
        }
      );
    },
    async loadOverview({ operatorId }) {
      const operator = await operatorOf(operatorId);
      return operator && overviewView(await loadOverview(parts, operator));
    },
    async loadConnections({ operatorId }) {
      const operator = await operatorOf(operatorId);
      if (operator === undefined) return undefined;
      const facts = await loadStatus(parts, operator);
      return statusView({ ...facts, timeZone: hereOf(facts).timeZone });
    },
    async findDocuments({ operatorId }, wish, after) {
      const [settings, connections] = await Promise.all([
        loadSettings(parts.settings, operatorId),
        parts.connections.list(operatorId),
      ]);
      const target = targetIds.find((id) => connections.some(({ provider }) => provider === id));
      const place = { operatorId, target: target ?? targetIds[0], after };
      const found = await findDocuments(parts, place, wish);
      const here = hereOf({ settings, nowEpochMs: parts.clock.nowEpochMs() });
      return documentsView({ ...found, target: place.target, wish }, here, urlsIn(parts));
    },
    async loadActivities({ operatorId }, wish) {
      const settings = await loadSettings(parts.settings, operatorId);
      const here = hereOf({ settings, nowEpochMs: parts.clock.nowEpochMs() });
      const [page, documents] = await Promise.all([
        loadActivities(parts.activities, operatorId, wish),
        wish.isEach ? [] : latestDocuments(parts.documents, operatorId, here),
      ]);
      return activityList(page, { ...wish, here, documents });
    },
  };
}

/** Where a person sees a document on either side. */
function urlsIn({ ledgers, recordPages = {} }: Pick<ReadingParts, 'ledgers' | 'recordPages'>) {
  return ({ operatorId, target, kind, sourceId, targetId }: DocumentRow) => ({
    source: recordPages[kind]?.replace('{id}', () => encodeURIComponent(sourceId)),
    target: targetId && ledgers[target]?.(operatorId).documentUrl(kind, targetId),
  });
}
