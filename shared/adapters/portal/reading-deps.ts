import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { DocumentWish } from '../../domain/documents/document-search.ts';
import type { ActivityTopic } from '../../domain/portal/activity-topics.ts';
import type { DocumentsView } from '../../domain/portal/documents-view.ts';
import type { ActivityList } from '../../domain/portal/list-views.ts';
import type { OverviewView } from '../../domain/portal/overview-view.ts';
import type { StatusView } from '../../domain/portal/status-view.ts';
import type { FrameDeps, VisitDeps } from './visit-deps.ts';

/** What the pages need that only show; each is undefined when the operator is gone. */
export interface ReadingDeps extends VisitDeps, FrameDeps {
  loadOverview(session: SessionClaims): Promise<OverviewView | undefined>;
  loadConnections(session: SessionClaims): Promise<StatusView | undefined>;
  findDocuments(
    session: SessionClaims,
    wish: DocumentWish,
    after?: string,
  ): Promise<DocumentsView | undefined>;
  /** A page of what happened, from behind an earlier one on. */
  loadActivities(
    session: SessionClaims,
    wish: { after?: string | undefined; topic?: ActivityTopic | undefined; isEach: boolean },
  ): Promise<ActivityList | undefined>;
}
