import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { Frame } from './layout.tsx';

/** What every page of ours needs: who is visiting, and the forms that this visit may send. */
export interface VisitDeps {
  /** Undefined when the cookie is absent, not ours, or its visit is over. */
  readSession(cookieValue: string | undefined): Promise<SessionClaims | undefined>;
  formToken(session: SessionClaims): Promise<string>;
  /** Origins that our forms lead on to: the providers' pages where permission is given. */
  formOrigins: string[];
}

/** What a page needs on which something is pressed. */
export interface FormDeps extends VisitDeps, FrameDeps {
  isOwnForm(session: SessionClaims, token: string): Promise<boolean>;
}

/** What every page shows around itself. */
export interface FrameDeps {
  /** Undefined when the operator is gone. */
  loadFrame(session: SessionClaims): Promise<Frame | undefined>;
}
