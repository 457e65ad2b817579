import type { SessionClaims } from '../../contracts/portal-tokens.ts';

/** What every page of ours needs: who is visiting, and the forms that this visit may send. */
export interface VisitDeps {
  /** Undefined when the cookie is absent, not ours, or its visit is over. */
  readSession(cookieValue: string | undefined): Promise<SessionClaims | undefined>;
  formToken(session: SessionClaims): Promise<string>;
  /** Origins that our forms lead on to: the providers' pages where permission is given. */
  formOrigins: string[];
}
