import type { DirectDeps } from '../../shared/application/backfill/direct-run.ts';
import type { HostedLinkDeps } from '../../shared/application/connect/hosted-links.ts';
import type { ShowStatusDeps } from '../../shared/application/connect/show-status.ts';
import type { AcceptDifferenceDeps } from '../../shared/application/differences/accept-difference.ts';
import type { SidesDeps } from '../../shared/application/explain/read-sides.ts';
import type { PlaceAsBeforeDeps } from '../../shared/application/go-back/place-as-before.ts';
import type { QueueAgainDeps } from '../../shared/application/go-back/queue-again.ts';
import type { RetryIssueDeps } from '../../shared/application/issues/retry-issue.ts';
import type { RewrapDeps } from '../../shared/application/keys/rewrap-keys.ts';
import type { KeepPeopleDeps } from '../../shared/application/mail/keep-people.ts';
import type { PreviewEnd, PreviewWish } from '../../shared/application/preview/advance-preview.ts';
import type { StartNightDeps } from '../../shared/application/reconcile/night-ports.ts';
import type { SettingsFacts } from '../../shared/application/settings/load-settings-facts.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import type { Catalogue } from '../../shared/domain/ledger/drafts.ts';
import type { Documents } from '../../shared/ports/documents.ts';
import type { PeopleStore } from '../../shared/ports/people-store.ts';
import type { Resting } from '../../shared/ports/resting.ts';
import type { SettingsStore } from '../../shared/ports/settings-store.ts';
import type { SettingsVersions } from '../../shared/ports/settings-versions.ts';
import type { Rewrapper } from '../../shared/ports/vault.ts';
import type { AskedQueue } from './queue-lines.ts';

/** Everything that the commands need of a stack, whichever stack that is. */
export interface Access
  extends HostedLinkDeps,
    ShowStatusDeps,
    RetryIssueDeps,
    DirectDeps,
    RewrapDeps,
    PlaceAsBeforeDeps,
    KeepPeopleDeps,
    AcceptDifferenceDeps,
    QueueAgainDeps,
    StartNightDeps {
  /** Seals by KMS itself what a data key sealed. */
  kmsForm: Rewrapper;
  settings: SettingsStore;
  people: PeopleStore;
  settingsVersions: SettingsVersions;
  /** A ledger as it stands now, read with the operator's own access. */
  catalogueOf(operatorId: string, target: Target): Promise<Catalogue>;
  /** A preview, read to its end: that may take minutes where calls are limited. */
  readPreview(wish: PreviewWish): Promise<Exclude<PreviewEnd, { kind: 'reading' }>>;
  /** The settings, and both systems as they stand. Undefined: there are none yet. */
  settingsFactsOf(owner: {
    operatorId: string;
    target: Target;
  }): Promise<SettingsFacts | undefined>;
  resting: Resting;
  documents: Documents;
  /** Asks both sides with an operator's own access; `unhurried`: whatever else is under way comes first. */
  withSides<T>(
    operatorId: string,
    ask: (sides: SidesDeps) => Promise<T>,
    lane?: 'live' | 'unhurried',
  ): Promise<T>;
  /** Queues of this stack whose addresses are known. */
  askedQueues: readonly AskedQueue[];
}

/** Which stack is meant; all from the command line or the environment. */
export interface AccessOptions {
  stage: string;
  /** Of the local stack, where several run. */
  portBase?: string | undefined;
  region?: string | undefined;
  table?: string | undefined;
  key?: string | undefined;
  signingSecret?: string | undefined;
  portalUrl?: string | undefined;
  changesQueueUrl?: string | undefined;
  pagesQueueUrl?: string | undefined;
  nightsQueueUrl?: string | undefined;
}
