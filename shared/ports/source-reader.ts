import type { RecordKind } from '../contracts/ids.ts';
import type { SourceRecord } from '../domain/source/records.ts';

export type RecordOf<K extends RecordKind> = Extract<SourceRecord, { kind: K }>;

/** A record in our words, or why nobody can read it; a problem names fields, never values. */
export type Shown<K extends RecordKind = RecordKind> =
  | { ok: true; value: RecordOf<K> }
  | { ok: false; problem: string };

/** What a webhook carries of a record, in the source's own form. */
export interface CarriedResource {
  kind: RecordKind;
  resource: unknown;
  /** When the event happened that brought it or asked for it; undefined: nothing tells. */
  happenedAt: string | undefined;
}

/** One event of the source. */
export interface SourceEvent {
  id: string;
  type: string;
  occurredAt: string;
  /** The record that it is about; undefined where no target takes such a one. */
  subject: { kind: RecordKind; sourceId: string; resource: unknown } | undefined;
}

/** Understands what the source sends, without a call. */
export interface SourceReader {
  readRecord(carried: CarriedResource): Shown;
  /** Undefined when the body is none of the source's webhooks. */
  readEvent(body: Uint8Array): SourceEvent | undefined;
}
