import type { ObjectType } from './object-types.ts';

/** Immutable: a change puts another one in its place. */
export interface CrmRecord {
  readonly id: string;
  readonly type: ObjectType;
  /** Values as text; what has none is absent. */
  readonly properties: Readonly<Record<string, string>>;
  readonly createdEpochMs: number;
  readonly updatedEpochMs: number;
  readonly archivedEpochMs: number | undefined;
}

/** What happened to a record, in the order of happening; webhooks tell it. */
export interface CrmChange {
  readonly kind: 'creation' | 'deletion' | 'privacyDeletion' | 'propertyChange' | 'merge';
  readonly type: ObjectType;
  readonly id: string;
  readonly atEpochMs: number;
  /** Who did it, as events and histories name it: `INTEGRATION`, `CRM_UI`. */
  readonly source: string;
  readonly sourceId: string;
  readonly property?: string;
  readonly value?: string;
  readonly merge?: {
    readonly primaryId: string;
    readonly mergedIds: readonly string[];
    readonly newId: string;
    readonly moved: number;
  };
}

/** The values of a record by which it alone is found: property → values. */
export type KeysOf = (record: CrmRecord) => readonly (readonly [property: string, value: string])[];

// Searches may lag behind by this much at most, so older versions are of no use.
const versionsKeptMs = 600_000;

/** Records of one account with their unique values, earlier versions, associations and changes. */
export class RecordStore {
  readonly changes: CrmChange[] = [];
  /** Where a record went that was merged: `contact:1` → the id of the record that stayed. */
  readonly #redirects = new Map<string, string>();
  readonly #records = new Map<string, CrmRecord>();
  readonly #keys = new Map<string, string>();
  readonly #versions = new Map<string, CrmRecord[]>();
  readonly #associations = new Map<string, Set<string>>();
  readonly #keysOf: KeysOf;
  #undo: (() => void)[] | undefined;

  constructor(keysOf: KeysOf) {
    this.#keysOf = keysOf;
  }

  /** The record with this id, or the one that it was merged into; archived ones too. */
  find(type: ObjectType, id: string): CrmRecord | undefined {
    const known = this.#records.get(nameOf(type, id));
    if (known !== undefined) return known;
    const winner = this.#redirects.get(nameOf(type, id));
    return winner === undefined ? undefined : this.find(type, winner);
  }

  /** The record, not archived, that alone has this value. */
  findByKey(type: ObjectType, property: string, value: string): CrmRecord | undefined {
    const id = this.#keys.get(keyOf(type, property, value));
    return id === undefined ? undefined : this.find(type, id);
  }

  /** Every record of a kind in the order of creation, archived ones too. */
  list(type: ObjectType): readonly CrmRecord[] {
    return [...this.#records.values()].filter((record) => record.type === type);
  }

  /** Every record of a kind as it was at that time, without what was archived or not there yet. */
  listAsOf(type: ObjectType, epochMs: number): readonly CrmRecord[] {
    const gone = [...this.#versions.values()].map((versions) => versions.at(-1));
    const all = new Map<string, CrmRecord>();
    for (const record of [...gone, ...this.#records.values()]) {
      if (record?.type === type) all.set(record.id, record);
    }
    return [...all.values()].flatMap((record) => {
      const versions = [...(this.#versions.get(nameOf(type, record.id)) ?? []), record];
      const then = versions.findLast((version) => version.updatedEpochMs <= epochMs);
      return then === undefined || then.archivedEpochMs !== undefined ? [] : [then];
    });
  }

  /** Stores a new record or the new state of one. */
  put(record: CrmRecord): void {
    const name = nameOf(record.type, record.id);
    const before = this.#records.get(name);
    if (before !== undefined) this.#dropKeys(before);
    this.#records.set(name, record);
    if (record.archivedEpochMs === undefined) this.#addKeys(record);
    if (before !== undefined) this.#keepVersion(name, before, record.updatedEpochMs);
    this.#note(() => {
      this.#dropKeys(record);
      if (before === undefined) this.#records.delete(name);
      else this.#records.set(name, before);
      if (before !== undefined && before.archivedEpochMs === undefined) this.#addKeys(before);
      if (before !== undefined) this.#versions.get(name)?.pop();
    });
  }

  /** Takes a record away for good; `winnerId` then answers for it. Searches that lag behind find it still. */
  remove(record: CrmRecord, nowEpochMs: number, winnerId?: string): void {
    const name = nameOf(record.type, record.id);
    this.#dropKeys(record);
    this.#records.delete(name);
    this.#keepVersion(name, record, nowEpochMs);
    const end = { ...record, updatedEpochMs: nowEpochMs, archivedEpochMs: nowEpochMs };
    this.#keepVersion(name, end, nowEpochMs);
    for (const other of this.#associations.get(name) ?? [])
      this.#associations.get(other)?.delete(name);
    this.#associations.delete(name);
    if (winnerId !== undefined && winnerId !== record.id) this.#redirects.set(name, winnerId);
  }

  associate(one: CrmRecord, other: CrmRecord): void {
    const [left, right] = [nameOf(one.type, one.id), nameOf(other.type, other.id)];
    if (this.#associations.get(left)?.has(right)) return;
    this.#link(left, right);
    this.#note(() => this.#unlink(left, right));
  }

  dissociate(one: CrmRecord, other: CrmRecord): void {
    this.#unlink(nameOf(one.type, one.id), nameOf(other.type, other.id));
  }

  /** Ids of the records of a kind that are associated and not archived, in order. */
  associated(record: CrmRecord, type: ObjectType): readonly string[] {
    return [...(this.#associations.get(nameOf(record.type, record.id)) ?? [])].flatMap((name) => {
      const other = this.#records.get(name);
      return other?.type === type && other.archivedEpochMs === undefined ? [other.id] : [];
    });
  }

  tell(change: CrmChange): void {
    this.changes.push(change);
    this.#note(() => this.changes.pop());
  }

  /** Keeps what `work` does only where `isGood` says so of its result; may stand inside another one. */
  transaction<T>(work: () => T, isGood: (result: T) => boolean): T {
    const outer = this.#undo;
    const undo: (() => void)[] = [];
    this.#undo = undo;
    const result = work();
    this.#undo = undefined;
    if (!isGood(result)) for (const step of undo.toReversed()) step();
    else outer?.push(...undo);
    this.#undo = outer;
    return result;
  }

  #note(step: () => void): void {
    this.#undo?.push(step);
  }

  #keepVersion(name: string, before: CrmRecord, nowEpochMs: number): void {
    const versions = this.#versions.get(name) ?? [];
    while ((versions[1]?.updatedEpochMs ?? nowEpochMs) < nowEpochMs - versionsKeptMs)
      versions.shift();
    this.#versions.set(name, [...versions, before]);
  }

  #addKeys(record: CrmRecord): void {
    for (const [property, value] of this.#keysOf(record))
      this.#keys.set(keyOf(record.type, property, value), record.id);
  }

  #dropKeys(record: CrmRecord): void {
    for (const [property, value] of this.#keysOf(record)) {
      const key = keyOf(record.type, property, value);
      if (this.#keys.get(key) === record.id) this.#keys.delete(key);
    }
  }

  #link(left: string, right: string): void {
    this.#associations.set(left, (this.#associations.get(left) ?? new Set()).add(right));
    this.#associations.set(right, (this.#associations.get(right) ?? new Set()).add(left));
  }

  #unlink(left: string, right: string): void {
    this.#associations.get(left)?.delete(right);
    this.#associations.get(right)?.delete(left);
  }
}

function nameOf(type: ObjectType, id: string): string {
  return `${type}:${id}`;
}

function keyOf(type: ObjectType, property: string, value: string): string {
  return `${type}:${property}:${value}`;
}
