import type { Link, LinkKey } from '../../contracts/link-item.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import type { StepDone } from '../../domain/nights/night.ts';
import { markOf } from '../../domain/reconcile/accepted-mismatches.ts';
import { type Finding, finding } from '../../domain/reconcile/finding.ts';
import { optional } from '../../domain/source/optional.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { keepPage } from './keep-page.ts';
import type { NightPorts, Scene } from './night-ports.ts';
import { sendRepairs } from './send-repairs.ts';

/** Under this name its pages are kept. */
const openMonth = 'open';
/** An invoice that is open is of this rank; one that is further in its life is of another. */
const openRank = 1;

/** One page of what is unpaid at the source: nothing there tells which of them changed. */
export async function readOpen({ night, source }: Scene, ports: NightPorts): Promise<StepDone> {
  const { operatorId, target, runId } = night;
  const { page } = night.place;
  if (page === 1)
    await ports.proofPages.removeOthers({ operatorId, target, month: openMonth, runId });
  const happenedAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const found = await source.listInvoices({ page, statuses: ['open'], happenedAt });
  const sourceIds = found.entries.map(({ sourceId }) => sourceId);
  await keepPage(ports.proofPages, night, {
    ...{ month: openMonth, side: 'source', kind: 'invoice' },
    ...{ rows: [], sourceIds },
  });
  return { next: found.next, pages: { source: 1 }, unreadable: found.unreadable };
}

/** Each is a call or none; a message does so many and hands on. */
const readsAtMost = 10;
/** So many are looked at without a call. */
const looksAtMost = 500;

/**
 * Invoices that were unpaid when their month was compared last, and are not any more: whatever became of them
 * we should have heard. Those of which nothing is known are read one by one.
 */
export async function lookAtClosed(scene: Scene, ports: NightPorts): Promise<StepDone> {
  const { night } = scene;
  const all = await closedIds(scene, ports);
  const begin = night.place.page - 1;
  const some = all.slice(begin, begin + looksAtMost);
  const links = await ports.links.getMany(some.map((sourceId) => keyOf(scene, sourceId)));
  const mismatches: Mismatch[] = [];
  let reads = 0;
  let looked = 0;
  for (const [at, sourceId] of some.entries()) {
    const link = links[at];
    if (!isKnownClosed(link)) {
      if (reads >= readsAtMost) break;
      reads += 1;
      mismatches.push(...(await lookAt(scene, { sourceId, link }, ports)));
    }
    looked += 1;
  }
  const repaired = await sendRepairs(scene, mismatches, ports);
  const next = begin + looked;
  return {
    next: next < all.length ? next + 1 : undefined,
    found: countsOf(mismatches),
    mismatches,
    repaired,
  };
}

/** Of months that this night does not compare as a whole. */
async function closedIds({ night }: Scene, ports: NightPorts): Promise<string[]> {
  const { operatorId, target, months, accounts, runId } = night;
  const proofs = await ports.monthProofs.list(operatorId, target);
  const older = proofs.filter(
    ({ month, accountId }) => accountId === accounts.target && !months.includes(month),
  );
  const then = older.flatMap(({ openSourceIds }) => openSourceIds);
  if (then.length === 0) return [];
  const pages = await ports.proofPages.ofRun({ operatorId, target, month: openMonth, runId });
  const open = new Set(pages.flatMap(({ sourceIds = [] }) => sourceIds));
  return [...new Set(then)].filter((sourceId) => !open.has(sourceId)).sort();
}

function keyOf({ night }: Scene, sourceId: string): LinkKey {
  return { operatorId: night.operatorId, target: night.target, kind: 'invoice', sourceId };
}

/** What came after it was open was brought over, or a person is asked about it. */
function isKnownClosed(link: Link | undefined): boolean {
  return link !== undefined && (standingVersion(link)?.rank ?? openRank) > openRank;
}

async function lookAt(
  { source, night }: Scene,
  { sourceId, link }: { sourceId: string; link: Link | undefined },
  { clock, crypto }: NightPorts,
): Promise<Mismatch[]> {
  const readAt = new Date(clock.nowEpochMs()).toISOString();
  const shown = await source.getInvoice(sourceId, readAt);
  const of = {
    kind: 'invoice' as const,
    sourceId,
    differenceMinor: 0,
    ...optional('targetId', link?.accountId === night.accounts.target ? link.targetId : undefined),
    ...optional('number', link?.targetLabel),
  };
  if (shown === undefined)
    return [withMark(of, finding('link_without_record', { source: 'not there' }))];
  // What cannot be read is the next month's, which says so.
  if (!shown.ok) return [];
  const { fingerprint } = versionOf(shown.value, readAt, crypto);
  if (link !== undefined && standingVersion(link)?.fingerprint === fingerprint) return [];
  const { status: at, currency } = shown.value.record;
  return [withMark({ ...of, currency }, finding('webhook_lost', { source: at }))];
}

function withMark(
  of: Omit<Mismatch, 'class' | 'fix' | 'standing' | 'source' | 'ledger'>,
  found: Finding,
): Mismatch {
  const { class: what, fix, source, ledger } = found;
  const shown = { ...optional('source', source), ...optional('ledger', ledger) };
  return { ...of, class: what, fix, ...shown, standing: markOf(found) };
}

export function countsOf(mismatches: readonly Mismatch[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of mismatches) counts[one.class] = (counts[one.class] ?? 0) + 1;
  return counts;
}
