import type { Provider, Target } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { AccountChoice } from '../../domain/portal/account-choice.ts';
import type { AuthorizationResult } from '../../domain/portal/authorization-result.ts';
import type { DisconnectView } from '../../domain/portal/disconnect-view.ts';
import type { LinkProblem } from '../../domain/portal/link-problem.ts';
import type { SettingsView } from '../../domain/portal/settings-view.ts';
import type { Entered } from '../../domain/settings/form/entered.ts';
import type { BackfillSteps } from './backfill-steps.ts';
import type { ExplainSteps } from './explain-steps.ts';
import type { IssueDeps } from './issue-deps.ts';
import type { PreviewSteps } from './preview-steps.ts';
import type { QuietDeps } from './quiet-routes.tsx';
import type { ReadingDeps } from './reading-deps.ts';
import type { ReconcileSteps } from './reconcile-steps.ts';
import type { FormDeps, VisitDeps } from './visit-deps.ts';

interface Closed {
  kind: 'closed';
  problem: LinkProblem;
}

/** What the question needs which of several companies is meant. */
export interface ChoiceDeps extends FormDeps {
  /** Undefined when there is nothing to choose, or no longer. */
  loadChoice(session: SessionClaims, provider: Provider): Promise<AccountChoice | undefined>;
  /** `accountId` undefined: none of them. */
  chooseAccount(
    session: SessionClaims,
    answer: { provider: Provider; accountId: string | undefined },
  ): Promise<AuthorizationResult>;
}

/** What the page of the settings of one ledger needs. */
export interface SettingsDeps extends FormDeps {
  /** Undefined when there are no settings yet, or the operator is gone. */
  loadSettings(
    session: SessionClaims,
    page: { target: Target; isSaved: boolean },
  ): Promise<SettingsView | undefined>;
  /** Saved, or the page as it comes back; undefined as above. */
  submitSettings(
    session: SessionClaims,
    form: { target: Target; version: number; entered: Entered },
  ): Promise<{ kind: 'saved' } | { kind: 'page'; view: SettingsView } | undefined>;
}

export interface PortalDeps extends ChoiceDeps, IssueDeps, QuietDeps, ReadingDeps, SettingsDeps {
  /** The preview and the switch; absent: the pages are not there. */
  preview?: PreviewSteps;
  /** Runs over earlier documents; absent: the pages are not there. */
  backfill?: BackfillSteps;
  /** Both sides compared by night and month; absent: the pages are not there. */
  reconcile?: ReconcileSteps;
  /** Why one record stands as it does; absent: the pages are not there. */
  explain?: ExplainSteps;
  /** Whether there is a page with every part that pages are made of; for whoever builds them. */
  showsParts?: boolean;
  openLink(token: string): Promise<{ kind: 'open'; operator: { name: string } } | Closed>;
  /** Does the stage send mail, so that a new link may be asked for? */
  sendsMail?: boolean;
  startSession(
    token: string,
    /** How the visitor wants to be called; '': they did not say. */
    visitorName: string,
  ): Promise<{ kind: 'started'; cookieValue: string; maxAgeSeconds: number } | Closed>;
  /** Returns the address to which the browser goes to give permission. */
  startAuthorization(start: {
    session: SessionClaims;
    provider: Provider;
    mayBeOtherAccount: boolean;
    isForFewerScopes?: boolean;
  }): Promise<string>;
  /** How the end of a connection stands; undefined when the operator is gone. */
  loadDisconnect(session: SessionClaims, provider: Provider): Promise<DisconnectView | undefined>;
  /** Ends a connection, as far as it comes now; what is left goes on without the visitor. */
  disconnect(session: SessionClaims, provider: Provider): Promise<void>;
}

export interface CallbackDeps extends VisitDeps {
  completeAuthorization(visit: {
    provider: string;
    state: string | undefined;
    code: string | undefined;
    error: string | undefined;
    session: SessionClaims | undefined;
  }): Promise<AuthorizationResult>;
}
