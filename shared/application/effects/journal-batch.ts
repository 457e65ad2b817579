import type { Effect } from '../../contracts/effect.ts';
import type { Link } from '../../contracts/link-item.ts';
import type { Version } from '../../contracts/version.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { RecordLinks } from '../../ports/links.ts';

/** What effects need of a record on its way into the target. */
export interface JournalUnit {
  /** Its journal stands on it. */
  link: Link;
  version: Version;
  /** The newest state that the link knew when the record was compared with it. */
  seenVersion?: Version | undefined;
  /** The target's id of the latest call that it refused for this record. */
  refusedRequestId?: string | undefined;
}

/** What effects need of a batch. */
export interface JournalBatch {
  ports: JournalPorts;
  /** What is known of units and goes into the store with the next save of their links. */
  held: HeldChanges;
  /** Ids of activities that the batch has appended: what is told is not marked on the link yet. */
  told?: Set<string>;
}

/** What sending them needs beside. */
export interface SendingBatch extends JournalBatch {
  /** When work on the batch's messages began: whoever stands still for longer sends nothing more. */
  begunAtEpochMs: number;
  /** Effects that are journaled and have not left yet. */
  prepared: Map<JournalUnit, { effect: string; journaled: Effect }>;
}

export interface JournalPorts {
  links: RecordLinks;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}

export type HeldChanges = Map<Pick<JournalUnit, 'link'>, Array<(link: Link) => Link>>;
