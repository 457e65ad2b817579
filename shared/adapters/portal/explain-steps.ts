import type { LinkKey } from '../../contracts/link-item.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { ExplainView } from '../../domain/explain/explain-view.ts';
import type { NoticeKind } from '../../domain/portal/issue-notices.ts';

export type RecordReference = Pick<LinkKey, 'target' | 'kind' | 'sourceId'>;

/** One that may be meant. */
export interface CalledRecord {
  reference: RecordReference;
  what: string;
  customer: string | undefined;
}

/** What the page of one record needs; each is undefined when the operator is gone. */
export interface ExplainSteps {
  /** Asks both sides how it stands now. */
  loadExplained(session: SessionClaims, record: RecordReference): Promise<ExplainView | undefined>;
  /** Those with this number or id, wherever it is known. */
  findCalled(session: SessionClaims, text: string): Promise<CalledRecord[] | undefined>;
  sendAgain(session: SessionClaims, record: RecordReference): Promise<NoticeKind>;
}
