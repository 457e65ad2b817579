import type { Difference } from '../../contracts/difference-item.ts';
import type { RecordKind } from '../../contracts/ids.ts';
import type { LedgerWatch } from '../../contracts/ledger-watch-item.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import {
  type Judged,
  judgeClosing,
  judgeDocument,
} from '../../domain/differences/judge-document.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Differences } from '../../ports/differences.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { Metrics } from '../../ports/log.ts';
import { keyOfDifference, standsFor } from './links-of-documents.ts';

export interface NoteDifferencesDeps {
  differences: Differences;
  links: Pick<RecordLinks, 'getMany'>;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
  metrics: Metrics;
}

/** What is noted of a ledger already, by {@link nameOf}. */
export type KnownDifferences = Map<string, Difference>;

const differencesAtMost = 2_000;

/** What a changed record is compared with, and what of it is known. */
export interface Candidate {
  key: LinkKey;
  targetId: string;
  label: string | undefined;
  changedAtEpochMs: number | undefined;
  judge(link: Link): Judged;
  stands: Difference['stands'];
}

/** Notes what somebody changed, or that it is so no more. True: it is news. */
export async function noteJudged(
  { deps, known }: { deps: NoteDifferencesDeps; known: KnownDifferences },
  candidate: Candidate,
  judged: Judged,
): Promise<boolean> {
  const { key, targetId, label, changedAtEpochMs, stands } = candidate;
  const former = known.get(nameOf(key));
  if (judged.kind === 'undecided' || judged.kind === 'unknown') return false;
  if (judged.kind === 'same') {
    if (former !== undefined) await forget(deps, known, former);
    return false;
  }
  if (former?.standing === judged.standing) {
    // It may be here from a look that died before it was told; told already, it is the same entry.
    await noteActivity(deps, former);
    return false;
  }
  const { what, changes, standing } = judged;
  const difference: Difference = {
    ...key,
    targetId,
    ...(label === undefined ? {} : { label }),
    what,
    changes,
    standing,
    seenAt: new Date(deps.clock.nowEpochMs()).toISOString(),
    ...(changedAtEpochMs === undefined
      ? {}
      : { changedAt: new Date(changedAtEpochMs).toISOString() }),
    ...(stands === undefined ? {} : { stands }),
  };
  await deps.differences.put(difference);
  known.set(nameOf(key), difference);
  await noteActivity(deps, difference);
  deps.metrics.count('DifferenceFound');
  return true;
}

async function forget(
  deps: NoteDifferencesDeps,
  known: KnownDifferences,
  difference: Difference,
): Promise<void> {
  await deps.differences.remove(difference);
  known.delete(nameOf(difference));
}

/** What we posted since may be what somebody had entered: then there is no difference any more. */
export async function judgeAnew(deps: NoteDifferencesDeps, known: KnownDifferences): Promise<void> {
  const open = [...known.values()].filter(({ stands }) => stands !== undefined);
  if (open.length === 0) return;
  const keys = open.map(keyOfDifference);
  const links = await deps.links.getMany(keys.map(linkKeyOf));
  for (const [at, difference] of open.entries()) {
    const { stands, targetId } = difference;
    const link = links[at];
    const isClosing = keys[at]?.isClosing ?? false;
    const judge = isClosing ? judgeClosing : judgeDocument;
    const isSame = link !== undefined && stands && judge(link, stands).kind === 'same';
    const isOther = link === undefined || standsFor(link, isClosing) !== targetId;
    if (isSame || isOther) await forget(deps, known, difference);
  }
}

export async function knownOf(
  deps: NoteDifferencesDeps,
  { operatorId, target }: LedgerWatch,
): Promise<KnownDifferences> {
  const page = await deps.differences.page(operatorId, undefined, differencesAtMost);
  const own = page.differences.filter((one) => one.target === target);
  return new Map(own.map((one) => [nameOf(one), one]));
}

function nameOf({ kind, sourceId }: { kind: RecordKind; sourceId: string }): string {
  return `${kind} ${sourceId}`;
}

/** The same finding noted twice is one entry. */
function noteActivity(deps: NoteDifferencesDeps, difference: Difference): Promise<void> {
  const { operatorId, target, kind, sourceId, label, what, standing, seenAt } = difference;
  const name = `difference.found ${operatorId} ${target} ${kind} ${sourceId} ${standing}`;
  return deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid5(name),
    at: seenAt,
    type: 'difference.found',
    actor: 'rollerdoor',
    detail: { target, kind, sourceId, what, ...(label === undefined ? {} : { number: label }) },
  });
}
