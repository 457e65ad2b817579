import type { Mismatch } from '../../contracts/mismatch.ts';
import type { MonthProof, ProofPage, ProofRow } from '../../contracts/month-proof.ts';
import { isWaitedFor } from '../../domain/effects/is-waited-for.ts';
import { monthsAfter } from '../../domain/nights/months.ts';
import type { StepDone } from '../../domain/nights/night.ts';
import type { ListedPayment, MonthFacts, Proved } from '../../domain/reconcile/month-facts.ts';
import { proveMonth } from '../../domain/reconcile/prove-month.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import type { ProofPagesOf } from '../../ports/proof-pages.ts';
import { type BothSides, bothSides, nameOf } from './both-sides.ts';
import { catalogueOfNight } from './catalogue-of-night.ts';
import { freshForMs, handEditsOf, issuesAtMost } from './known-troubles.ts';
import type { NightPorts, Scene } from './night-ports.ts';
import { listOf } from './read-month.ts';
import { sendRepairs } from './send-repairs.ts';
import { servedRows } from './served-rows.ts';

/** What an item takes; `found` counts all. */
const mismatchesAtMost = 500;
const acceptedAtMost = 100;
const openAtMost = 3_000;

/**
 * Compares both sides of a month, keeps what it came to, and has what repairs itself brought over. Where a
 * worker died in between, the rest of it is done by what it has kept.
 */
export async function proveStep(scene: Scene, ports: NightPorts): Promise<StepDone> {
  const { night } = scene;
  const { month } = listOf(scene);
  const of = { operatorId: night.operatorId, target: night.target, month, runId: night.runId };
  const kept = await ports.monthProofs.get(night.operatorId, night.target, month);
  // What was sent by it stands in the links by now, and not on the pages: they are compared once.
  const isKept = kept?.runId === night.runId;
  const proof = isKept ? { ...kept, all: kept.mismatches } : await proofNow(scene, of, ports);
  // A worker that stood still for so long that another night went by changes nothing of what that one has found.
  if (proof === undefined) return {};
  await ports.proofPages.removeOthers(of);
  const repaired = await sendRepairs(scene, proof.all, ports);
  const { found, currencies: sums } = proof;
  return {
    found,
    repaired,
    differenceMinor: sums.reduce((sum, one) => sum + one.differenceMinor, 0),
    unexplainedMinor: sums.reduce((sum, one) => sum + Math.abs(one.unexplainedMinor), 0),
  };
}

/** With all mismatches, however many the proof has room for. Undefined: a night that began later has compared the month. */
async function proofNow(
  scene: Scene,
  of: ProofPagesOf,
  ports: NightPorts,
): Promise<(MonthProof & { all: readonly Mismatch[] }) | undefined> {
  const pages = await ports.proofPages.ofRun(of);
  const sides = await bothSides(scene, pages, ports);
  const facts = await factsOf(scene, { sides, pages }, ports);
  const proved = proveMonth(facts);
  const mismatches = await withFixes(proved.mismatches, { scene, sides }, ports);
  const proof = proofOf(scene, { ...proved, mismatches }, { sides, ports });
  const isStored = await ports.monthProofs.put(proof);
  return isStored ? { ...proof, all: mismatches } : undefined;
}

async function factsOf(
  scene: Scene,
  { sides, pages }: { sides: BothSides; pages: readonly ProofPage[] },
  ports: NightPorts,
): Promise<MonthFacts> {
  const { night, settings } = scene;
  const { operatorId, target } = night;
  const { links, ...rows } = sides;
  const issues = await issuesOf(scene, sides, ports);
  const edits = await handEditsOf(scene, ports);
  const underWay = await underWayOf(scene, sides, ports);
  return {
    month: listOf(scene).month,
    settings,
    ...rows,
    linkOf: (kind, sourceId) => links.get(nameOf(kind, sourceId)),
    issueOf: (kind, sourceId) => issues.get(nameOf(kind, sourceId)),
    handEdit: (kind, sourceId) => edits.get(nameOf(kind, sourceId)),
    isUnderWay: (kind, sourceId) => underWay(nameOf(kind, sourceId)),
    payments: await paymentsOf(scene, { sides, pages }, ports),
    accepted: await ports.acceptedMismatches.list(operatorId, target),
    labelOf: await labelsOf(scene, ports),
    readFromEpochMs: Date.parse(night.startedAt),
  };
}

async function labelsOf(scene: Scene, ports: NightPorts): Promise<MonthFacts['labelOf']> {
  const { catalogue } = await catalogueOfNight(scene, ports);
  const accounts = new Map(catalogue.accounts.map(({ code, name }) => [code, name]));
  const taxes = new Map(catalogue.taxRates.map(({ taxType, name }) => [taxType, name]));
  return (by, key) => (by === 'account' ? accounts : taxes).get(key);
}

/** Of the target at hand. Records that stand as they should have none, and are not asked for. */
async function issuesOf(
  { night }: Scene,
  { source, links }: BothSides,
  ports: NightPorts,
): Promise<Map<string, { cause: string }>> {
  const { operatorId, target } = night;
  const doubtful = source.filter((row) => isDoubtful(row, links));
  const keys = doubtful.map(({ kind, sourceId = '' }) => ({ operatorId, target, kind, sourceId }));
  const issues = await ports.issues.listWith(keys, { operatorId, atMost: issuesAtMost });
  const own = issues.filter((issue) => issue.target === target);
  return new Map(own.map((issue) => [nameOf(issue.kind, issue.sourceId), issue]));
}

function isDoubtful({ kind, sourceId = '', fingerprint }: ProofRow, links: BothSides['links']) {
  const link = links.get(nameOf(kind, sourceId));
  return link?.targetId === undefined || link.version?.fingerprint !== fingerprint;
}

/**
 * What is on its way: a write whose end nobody knows; whatever is not there yet while changes of the operator
 * stand aside or a backfill is walking. One that a person paused may stand for weeks, and what it is to bring waits
 * for it; what should have come by itself does not.
 */
async function underWayOf(
  scene: Scene,
  { source, links }: BothSides,
  ports: NightPorts,
): Promise<(name: string) => boolean> {
  const { operatorId, target } = scene.night;
  const mark = await ports.aside.mark({ operatorId, queue: changesQueueName(target) });
  const run = await ports.backfills.get(operatorId, target);
  const isHeld = mark !== undefined || run?.status === 'running';
  const isServed = run?.status === 'paused' ? await servedRows(scene, ports) : undefined;
  const nowEpochMs = ports.clock.nowEpochMs();
  const freshFrom = new Date(nowEpochMs - freshForMs).toISOString();
  const behind = new Set(
    source
      .filter((row) => isHeld || (row.issuedAt ?? '') > freshFrom || isServed?.(row) === false)
      .filter((row) => isDoubtful(row, links))
      .map(({ kind, sourceId = '' }) => nameOf(kind, sourceId)),
  );
  return (name) => behind.has(name) || isWaitedFor(links.get(name)?.effects ?? {}, nowEpochMs);
}

/**
 * Money on invoices of the month, whenever it came in: later months were read by this night, or by the ones
 * before.
 */
async function paymentsOf(
  { night, settings }: Scene,
  { sides, pages }: { sides: BothSides; pages: readonly ProofPage[] },
  ports: NightPorts,
): Promise<ListedPayment[]> {
  const { operatorId, target, runId, proved, place, day } = night;
  if (!settings.postPayments) return [];
  const own = new Set([...sides.ledger, ...sides.elsewhere].map(({ targetId }) => targetId));
  const found = pages.flatMap(({ payments = [] }) => payments);
  for (const month of monthsAfter(place.month ?? '', day.slice(0, 7))) {
    const isOfThisNight = proved.includes(month);
    const proof = isOfThisNight
      ? { runId }
      : await ports.monthProofs.get(operatorId, target, month);
    if (proof === undefined) continue;
    const later = await ports.proofPages.paymentsOf({
      operatorId,
      target,
      month,
      runId: proof.runId,
    });
    found.push(...later.flatMap(({ payments = [] }) => payments));
  }
  return found.flatMap((payment) =>
    own.has(payment.invoiceTargetId) ? [{ ...payment, accountCode: payment.accountCode }] : [],
  );
}

/**
 * A document of a time that nobody promised to serve, before the connection or in a gap, is brought over when
 * a person says so: by itself it would be a backfill that nobody asked for.
 */
async function withFixes(
  mismatches: readonly Mismatch[],
  { scene, sides }: { scene: Scene; sides: BothSides },
  ports: NightPorts,
): Promise<Mismatch[]> {
  const missing = mismatches.filter((one) => isUnasked(one, sides));
  if (missing.length === 0) return [...mismatches];
  const { night } = scene;
  const isServed = await servedRows(scene, ports);
  const run = await ports.backfills.get(night.operatorId, night.target);
  const isWalkedOver = ({ issuedAt = '' }: ProofRow) =>
    run?.status === 'done' &&
    issuedAt >= run.issuedFrom &&
    (run.issuedBefore === undefined || issuedAt < run.issuedBefore);
  const isWanted = (row: ProofRow) => isServed(row) || isWalkedOver(row);
  const rows = new Map(sides.source.map((row) => [nameOf(row.kind, row.sourceId ?? ''), row]));
  return mismatches.map((one) => {
    const row = missing.includes(one) ? rows.get(nameOf(one.kind, one.sourceId ?? '')) : undefined;
    return row === undefined || isWanted(row) ? one : { ...one, fix: 'repair' };
  });
}

function isUnasked({ fix, class: what, kind, sourceId = '' }: Mismatch, { links }: BothSides) {
  const link = links.get(nameOf(kind, sourceId));
  const isUnlinked = link?.version === undefined && link?.targetId === undefined;
  return fix === 'repairs_itself' && what === 'missing' && isUnlinked;
}

function proofOf(
  scene: Scene,
  proved: Proved,
  { sides, ports }: { sides: BothSides; ports: NightPorts },
): MonthProof {
  const { night, settings } = scene;
  const { mismatches, accepted, currencies, found, openSourceIds, others } = proved;
  return {
    ...{ operatorId: night.operatorId, target: night.target, runId: night.runId },
    month: listOf(scene).month,
    accountId: night.accounts.target,
    nightBeganAtEpochMs: Date.parse(night.startedAt),
    provedAt: new Date(ports.clock.nowEpochMs()).toISOString(),
    settingsVersion: settings.version,
    documents: { source: sides.source.length, ledger: sides.ledger.length },
    currencies,
    mismatches: mismatches.slice(0, mismatchesAtMost),
    ...(accepted.length === 0 ? {} : { accepted: accepted.slice(0, acceptedAtMost) }),
    found,
    openSourceIds: openSourceIds.slice(0, openAtMost),
    others,
  };
}
