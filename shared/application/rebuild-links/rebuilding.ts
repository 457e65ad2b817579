import type { LinkKey } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import type { RebuiltAs, RebuiltKind, Tallies } from '../../domain/rebuild/tally.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Documents } from '../../ports/documents.ts';
import type { Ledger, LedgerFor } from '../../ports/ledger/ledger.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { RecordCounts } from '../../ports/record-counts.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { Source, SourceFor } from '../../ports/source.ts';

export interface RebuildDeps {
  links: RecordLinks;
  documents: Pick<Documents, 'putAll'>;
  settings: Pick<SettingsStore, 'get'>;
  connections: Pick<Connections, 'get'>;
  counts: Pick<RecordCounts, 'note'>;
  activities: Pick<Activities, 'append'>;
  sourceFor: SourceFor;
  ledgers: Readonly<Record<LinkKey['target'], LedgerFor | undefined>>;
  clock: Clock;
  crypto: Crypto;
}

/** Which page of which list; in this order. */
export interface RebuildPlace {
  kind: RebuiltKind;
  page: number;
}

export interface RebuildWish {
  operatorId: string;
  target: LinkKey['target'];
  /** Else it is only told what would be written. */
  isWritten: boolean;
  /** Where an earlier one came to. */
  from?: RebuildPlace | undefined;
  /** Hears of each page that is done, and where to go on. */
  tell?(place: RebuildPlace, tallies: Tallies): void;
}

export interface Doubt {
  kind: LinkKey['kind'];
  sourceId: string;
  targetId: string;
  /** Of a document. */
  number?: string;
}

export interface Rebuilt {
  tallies: Tallies;
  doubts: Doubt[];
}

/** One operator's books, as all of its pages are worked. */
export interface Rebuilding {
  operatorId: string;
  target: LinkKey['target'];
  accountId: string;
  source: Source;
  ledger: Ledger;
  settings: LedgerSettings;
  catalogue: Catalogue;
  isWritten: boolean;
}

export interface WorkedPage {
  ends: RebuiltAs[];
  doubts: Doubt[];
  next: number | undefined;
}
