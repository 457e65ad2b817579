import type { Issue } from '../../contracts/issue-items.ts';
import type { Link } from '../../contracts/link-item.ts';
import { standingOf } from '../issues/standing-of.ts';
import { issuesAtMost, wakeOthers } from '../issues/wake-others.ts';
import { type Batch, keyOf, type Unit } from './unit.ts';

/**
 * Resolves what stood for records that went through, and sends again what waited for them, or for the same
 * as they did. Whether they were applied just now or by a worker that died does not matter: they stand.
 *
 * One look at the open issues serves both. It comes after the links were saved: whoever raises an issue
 * later takes it back by itself when it reads the link.
 */
export async function endIssues(units: Unit[], batch: Batch): Promise<void> {
  const { operatorId, target, ports } = batch;
  const through = units.filter((unit) => batch.through.has(unit));
  const done = {
    operatorId,
    target,
    standing: units.flatMap(({ link }) => (link.kind === 'credit_note' ? [] : standingOf(link))),
    judged: new Set(units.map(({ link }) => nameOf(link))),
  };
  // Nothing of the records themselves hangs on the look then, and one that fails is made up for.
  if (through.length === 0) return wakeOthers(ports, { ...done, solved: [] });
  const open = await ports.issues.listWith(through.map(keyOf), {
    operatorId,
    atMost: issuesAtMost,
  });
  const solved: Issue[] = [];
  for (const unit of through) {
    const issue = open.find((one) => one.target === target && nameOf(one) === nameOf(unit.link));
    const isGone = issue !== undefined && (await resolve(issue, unit, batch));
    if (isGone && batch.through.get(unit)?.othersEndAlike) solved.push(issue);
  }
  await wakeOthers(ports, { ...done, solved, open });
}

/**
 * Another worker may have judged a newer state since the link was saved: it raised the issue for that, or
 * is about to, and after this look the issue counts once more than it did.
 */
async function resolve(issue: Issue, { link }: Unit, { ports }: Batch): Promise<boolean> {
  const stored = await ports.links.get(issue);
  if (judgedIn(stored) !== judgedIn(link)) return false;
  return ports.issues.resolveAsSeen(issue);
}

function judgedIn(link: Link | undefined): string | undefined {
  return link?.judgedVersion?.fingerprint;
}

function nameOf({ kind, sourceId }: Pick<Link, 'kind' | 'sourceId'>): string {
  return `${kind} ${sourceId}`;
}
