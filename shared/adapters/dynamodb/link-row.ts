import * as z from 'zod/mini';
import type { Effect } from '../../contracts/effect.ts';
import { recordKind, target } from '../../contracts/ids.ts';
import { type Link, type LinkKey, linkItem } from '../../contracts/link-item.ts';
import { shortHash } from '../../domain/links/short-hash.ts';
import { shardOf } from '../../domain/sweep/shard-of.ts';
import { withOwedSince } from '../../domain/write-back/owed-since.ts';
import { type OwingShard, owingShards } from '../../domain/write-back/owing-shards.ts';
import {
  type DirectoryEntry,
  type ItemKey,
  instantSort,
  operatorPartition,
  prefixes,
} from './keys.ts';
import { owedInFull, owedRow, owedRows } from './owed-row.ts';

/*
 * How a link lies in the table. Links are written most, and a write costs a unit for each 1,024 bytes of names
 * and values. So what the key, the place in the directory or the company says is not said once more, and of an effect that
 * is done and told of, as nearly all are, stands only when it was sent. Rows of versions before say everything
 * in full, with hashes of twice the length, and mean the same.
 */

const keyFields = z.object({
  operatorId: z.string(),
  target,
  kind: recordKind,
  sourceId: z.string(),
});

const versionRow = z.looseObject({ fingerprint: z.string() });
const effectRow = z.looseObject({ requestHash: z.string(), bodyHash: z.optional(z.string()) });

/** What a row says in another way than the link does. */
const rowParts = z.looseObject({
  pk: z.string(),
  sk: z.string(),
  version: z.optional(versionRow),
  judgedVersion: z.optional(versionRow),
  effects: z.record(z.string(), effectRow),
  /** Effects that are done and told of, by name: when each was sent; 0: it was only found. */
  done: z.optional(z.record(z.string(), z.int())),
  accountId: z.optional(z.string()),
  owed: z.array(owedRow),
  directoryKey: z.optional(z.string()),
  directorySort: z.optional(z.string()),
});
type RowParts = z.infer<typeof rowParts>;

/** Reads the row of a link, whichever version stored it. */
export const linkRow = z.pipe(z.pipe(rowParts, z.transform(inFull)), linkItem);

/** Reads from its key alone whose row it is. */
export const linkRowKey = z.pipe(
  z.pipe(z.object({ pk: z.string(), sk: z.string() }), z.transform(keyIn)),
  keyFields,
);

/** A link as it is saved, and the attributes of its row beside its key. */
interface StoredLink {
  saved: Link;
  row: Record<string, unknown>;
}

/** As this version stores a link. */
export function storedNow(link: Link, nowEpochMs: number): StoredLink {
  const saved = withOwedSince(link, nowEpochMs);
  return { saved, row: rowOf(saved) };
}

/** As versions before hold it: all in full, and in the directory by its last save while it owes. */
export function storedAsBefore(link: Link, nowEpochMs: number): StoredLink {
  const { owedSinceEpochMs: _since, ...saved } = link;
  if (link.owed.length === 0) return { saved, row: saved };
  const directoryKey = directoryKeyOf('former');
  return { saved, row: { ...saved, directoryKey, directorySort: instantSort(nowEpochMs) } };
}

/** The attributes of a link's row beside its key. */
export function rowOf(link: Link): Record<string, unknown> {
  const {
    operatorId: _operatorId,
    target: _target,
    kind: _kind,
    sourceId: _sourceId,
    owedSinceEpochMs: _since,
    ...rest
  } = link;
  return {
    ...rest,
    ...effectsIn(link),
    owed: owedRows(link.owed),
    ...directoryEntryOf(link),
  };
}

/** Whose row it is, where it does not say that itself: no version before reads it. */
export const shortRowKey = z.pipe(
  z.pipe(
    z.object({ pk: z.string(), sk: z.string(), kind: z.optional(z.never()) }),
    z.transform(keyIn),
  ),
  keyFields,
);

const shardMark = 'OWED#';

/** Under which key of the directory links lie that owe. */
export function directoryKeyOf(shard: OwingShard): DirectoryEntry['directoryKey'] {
  return shard === 'former' ? 'OWED' : `${shardMark}${shard}`;
}

function directoryEntryOf(link: Link): DirectoryEntry | Record<string, never> {
  const { operatorId, owedSinceEpochMs } = link;
  if (owedSinceEpochMs === undefined) return {};
  const directoryKey = directoryKeyOf(shardOf(operatorId, owingShards));
  return { directoryKey, directorySort: instantSort(owedSinceEpochMs) };
}

function effectsIn({ effects, accountId }: Link): Record<string, unknown> {
  const [done, others] = [new Map<string, number>(), new Map<string, Effect>()];
  for (const [fullName, effect] of Object.entries(effects)) {
    const name = shortName(fullName, accountId);
    if (isOnlyDone(effect)) done.set(name, effect.sentAtEpochMs);
    else others.set(name, effect);
  }
  const stored = { effects: Object.fromEntries(others) };
  return done.size === 0 ? stored : { ...stored, done: Object.fromEntries(done) };
}

/** In the name of an effect: the company that the link names anyway. */
const ownCompany = '@~/';

function shortName(name: string, accountId: string | undefined): string {
  return accountId ? name.replace(`@${accountId}/`, ownCompany) : name;
}

function fullName(name: string, accountId: string | undefined): string {
  return accountId ? name.replace(ownCompany, () => `@${accountId}/`) : name;
}

function inFull(row: RowParts): unknown {
  const { done = {}, effects, ...rest } = row;
  const nameOf = (name: string) => fullName(name, rest.accountId);
  const short = Object.entries(done).map(([name, sent]) => [nameOf(name), doneEffect(sent)]);
  const long = Object.entries(effects).map(([name, effect]) => [nameOf(name), shortened(effect)]);
  return {
    ...keyIn(row),
    ...sinceIn(row),
    ...rest,
    ...versionIn('version', row),
    ...versionIn('judgedVersion', row),
    effects: Object.fromEntries([...short, ...long]),
    owed: owedInFull(row.owed),
  };
}

/** Unchecked; nothing where it is no link's key. */
function keyIn({ pk, sk }: ItemKey): Partial<Record<keyof LinkKey, string | undefined>> {
  const [prefix, targetName, kindName, ...sourceId] = sk.split('#');
  if (`${prefix}#` !== prefixes.link) return {};
  return {
    operatorId: pk.slice(operatorPartition('').length),
    target: targetName,
    kind: kindName,
    sourceId: sourceId.join('#'),
  };
}

/** Where there were no shards yet, the place is that of the last save and no age of a debt. */
function sinceIn({ directoryKey = '', directorySort }: RowParts): Partial<Link> {
  return directoryKey.startsWith(shardMark) ? { owedSinceEpochMs: Number(directorySort) } : {};
}

function versionIn(name: 'version' | 'judgedVersion', row: RowParts): Record<string, unknown> {
  const version = row[name];
  if (version === undefined) return {};
  return { [name]: { ...version, fingerprint: shortHash(version.fingerprint) } };
}

function shortened(effect: z.infer<typeof effectRow>): z.infer<typeof effectRow> {
  const { requestHash, bodyHash } = effect;
  const short = { ...effect, requestHash: shortHash(requestHash) };
  return bodyHash === undefined ? short : { ...short, bodyHash: shortHash(bodyHash) };
}

/** Whether when it was sent is all that there is to say of it. */
function isOnlyDone(effect: Effect): boolean {
  return textOf(effect) === textOf(doneEffect(effect.sentAtEpochMs));
}

/** What was only found is no write of ours, and is not told of. */
function doneEffect(sentAtEpochMs: number): Effect {
  const effect = { state: 'done', generation: 0, sentAtEpochMs, requestHash: '' } as const;
  return sentAtEpochMs === 0 ? effect : { ...effect, isAudited: true };
}

function textOf(effect: Effect): string {
  const entries = Object.entries(effect).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
