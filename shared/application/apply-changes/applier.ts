import type { Link } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import type { Outcome } from '../../domain/apply/outcome.ts';
import type { Batch, BatchPorts, Unit } from './unit.ts';

/**
 * What takes changes into one target. The engine says which records are worked, in which order, and what
 * comes of each try; the applier says what a record needs there, and sends that as effects. All of it
 * may be begun again at any time: what is done stands on the links.
 * @throws DeferredError where it is too early, NotConnectedError without a grant, ProviderError where
 * the target failed. The engine decides what each of them means for the changes.
 */
export interface Applier {
  /** Opens what the units of one batch need there, such as settings and a client. */
  open(batch: Batch): Promise<OpenTarget>;
  /**
   * What a creation, or a claim, without an answer has left in the target; undefined: nothing. Asked for
   * a record that was deleted at the source since, of the account that its link names.
   */
  findCreated(link: Link): Promise<CreatedRecord | undefined>;
  /** What of a record stands in the target, in a person's words, by its link alone. */
  standWords(link: Link): string;
}

/** One target, opened for one batch. */
export interface OpenTarget {
  /** A person has mended something there: what was read at this time or before is out of date. */
  forgetReadUntil(epochMs: number): void;
  /**
   * Takes the units there. One that gets an outcome ends with it, one that is left open is applied.
   * Returns the units that others needed and that came along.
   */
  apply(units: Unit[]): Promise<Unit[]>;
  /** Pays what a record still owes to the target itself; the sweep asks for that. */
  payOwed(message: ChangeMessage): Promise<Outcome>;
  /** What of a parked record stands in the target, in a person's words; empty: that is not known. */
  standWords(unit: Unit): string;
}

/** A record of the target, and what people know it by there. */
export interface CreatedRecord {
  targetId: string;
  targetLabel: string;
}

/** What the engine asks for; the wiring of a target puts its applier in. */
export interface ApplyPorts extends BatchPorts {
  applier: Applier;
}

/** A batch whose target is open. */
export interface OpenBatch extends Batch {
  opened: OpenTarget;
}
