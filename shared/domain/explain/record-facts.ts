import type { Activity } from '../../contracts/activity-item.ts';
import type { AsideMark } from '../../contracts/aside-items.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { Difference } from '../../contracts/difference-item.ts';
import type { DocumentRow } from '../../contracts/document-item.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import type { RestingRow } from '../../contracts/resting-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { TriesRow } from '../../contracts/tries-item.ts';
import { isOutOfBooks } from '../apply/out-of-books.ts';
import type { StandingDocument } from '../ledger/standing-document.ts';
import type { SourceRecord } from '../source/records.ts';

/** What one side was asked. */
export type SideRead<T> =
  | { kind: 'shown'; value: T }
  /** It does not know it. */
  | { kind: 'absent' }
  /** It could not be asked, or not be understood: why, as a sentence. */
  | { kind: 'unread'; words: string };

export interface StandingContact {
  targetId: string;
  name: string;
  isArchived: boolean;
  mergedToTargetId: string | undefined;
}

export type StandingRecord =
  | { kind: 'document'; document: StandingDocument }
  | { kind: 'contact'; contact: StandingContact };

/** What holds up, or lets through, whatever an operator sends to one target. */
export interface WayThere {
  connections: Connection[];
  /** Undefined: none are chosen yet. */
  settings: LedgerSettings | undefined;
  aside: AsideMark | undefined;
  resting: RestingRow | undefined;
  tries: TriesRow | undefined;
}

/** Everything that is known of one record, and how it stands on both sides now. */
export interface RecordFacts {
  key: LinkKey;
  row: DocumentRow | undefined;
  link: Link | undefined;
  issue: Issue | undefined;
  difference: Difference | undefined;
  /** Those about it, and those about what it hung on; in any order. */
  activities: Activity[];
  /** Not all activities of its time were read: so far back without a gap. */
  toldBackTo: string | undefined;
  way: WayThere;
  /** Of a document: the contact of the ledger that its customer is linked to. */
  customerTargetId: string | undefined;
  source: SideRead<SourceRecord>;
  ledger: SideRead<StandingRecord>;
  nowEpochMs: number;
}

/**
 * How it stands in the ledger: `unlinked` under our own reference without a link, `foreign` under its
 * number by other hands, `gone` where the ledger no longer has what we linked.
 */
export type Stand = 'in' | 'out' | 'gone' | 'unlinked' | 'foreign' | 'not';

export function standOf({ key, link, ledger }: RecordFacts): Stand {
  const targetId = link?.targetId;
  if (ledger.kind === 'absent') return targetId === undefined ? 'not' : 'gone';
  if (ledger.kind === 'unread') {
    if (targetId === undefined) return 'not';
    return link?.posted?.voided ? 'out' : 'in';
  }
  const { value } = ledger;
  if (value.kind === 'contact') return contactStand(value.contact, targetId);
  const { document } = value;
  if (targetId !== undefined) return isOutOfBooks(document) ? 'out' : 'in';
  return document.reference === key.sourceId ? 'unlinked' : 'foreign';
}

function contactStand(contact: StandingContact, targetId: string | undefined): Stand {
  if (targetId === undefined) return 'unlinked';
  return contact.isArchived ? 'out' : 'in';
}
