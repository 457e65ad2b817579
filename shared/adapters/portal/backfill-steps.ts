import type { Target } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { DirectAnswer, StartAnswer } from '../../domain/backfill/answers.ts';
import type { BackfillFacts, MissedDocument } from '../../domain/portal/backfill-view.ts';

export type BackfillWish =
  | { what: 'start' | 'pause' | 'resume' | 'cancel' }
  /** Of a time in which nothing reached us, by when it began. */
  | { what: 'send' | 'leave'; gap: string };

/** What the page of earlier documents needs. */
export interface BackfillSteps {
  /** Undefined when the operator is gone. */
  loadBackfill(session: SessionClaims, target: Target): Promise<BackfillFacts | undefined>;
  directBackfill(
    session: SessionClaims,
    target: Target,
    wish: BackfillWish,
  ): Promise<StartAnswer | DirectAnswer | 'left'>;
  /** What was raised in that time and is in no books; undefined: it cannot be read now. */
  listMissed(
    session: SessionClaims,
    target: Target,
    gap: string,
  ): Promise<MissedDocument[] | undefined>;
}
