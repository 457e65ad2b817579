import type { Link } from '../../contracts/link-item.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import { isWaitedFor } from '../../domain/effects/is-waited-for.ts';
import { isLacking } from '../../domain/intake/lacks.ts';
import { isDescending, isPast } from '../../domain/intake/list-end.ts';
import { takesKind } from '../../domain/intake/takes-kind.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { owe } from '../../domain/links/owe.ts';
import type { StepDone } from '../../domain/nights/night.ts';
import { contactMismatch } from '../../domain/reconcile/prove-contact.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import type { RecordOf } from '../../ports/source-reader.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { nameOf } from './both-sides.ts';
import { freshForMs, handEditsOf, issuesAtMost } from './known-troubles.ts';
import type { NightPorts, Scene } from './night-ports.ts';
import { countsOf } from './read-open.ts';
import { sendRepairs } from './send-repairs.ts';
import { silenceOf } from './source-heard.ts';

/** A list that never ends is a fault of the other side. */
const pagesMax = 200;

/** One page of the customers that changed since the night before: of each change we should have heard. */
export async function lookAtContacts(scene: Scene, ports: NightPorts): Promise<StepDone> {
  const { night, source } = scene;
  if (!takesKind(night.target, 'contact')) return {};
  const { page } = night.place;
  const from = night.contactsFrom;
  const found = await source.listContacts({ page, updatedAfter: from });
  const contacts = found.entries.flatMap(({ shown }) => (shown.ok ? [shown.value] : []));
  const mismatches = await mismatchesIn(contacts, scene, ports);
  const changed = found.entries.map(({ changedAt }) => changedAt);
  const created = found.entries.map(({ createdAt }) => createdAt);
  // A source that does not sort so gives the order of creation, and changes may be on any page.
  const isThrough = (isPast(changed, from) && !isDescending(created)) || page >= pagesMax;
  const next = isThrough ? undefined : found.next;
  return {
    next,
    ...(next === undefined ? { silence: await silenceOf(scene, ports) } : {}),
    pages: { source: 1 },
    found: countsOf(mismatches),
    mismatches,
    repaired: await sendRepairs(scene, mismatches, ports),
    unreadable: found.unreadable + found.entries.length - contacts.length,
  };
}

async function mismatchesIn(
  contacts: ReadonlyArray<RecordOf<'contact'>>,
  scene: Scene,
  ports: NightPorts,
): Promise<Mismatch[]> {
  if (contacts.length === 0) return [];
  const { operatorId, target, accounts } = scene.night;
  const keys = contacts.map(({ record }) => ({
    ...{ operatorId, target, kind: 'contact' as const, sourceId: record.id },
  }));
  const found = await ports.links.getMany(keys);
  const links = found.map((link) => link && linkInAccount(link, accounts.target));
  await oweMetadata(contacts, { scene, links }, ports);
  const issues = await ports.issues.listWith(keys, { operatorId, atMost: issuesAtMost });
  const byName = new Map(issues.map((issue) => [nameOf(issue.kind, issue.sourceId), issue]));
  const edits = await handEditsOf(scene, ports);
  const nowEpochMs = ports.clock.nowEpochMs();
  const at = new Date(nowEpochMs).toISOString();
  const freshFrom = new Date(nowEpochMs - freshForMs).toISOString();
  const isHeld =
    (await ports.aside.mark({ operatorId, queue: changesQueueName(target) })) !== undefined;
  return contacts.flatMap((contact, index) => {
    const mismatch = contactMismatch({
      contact: contact.record,
      fingerprint: versionOf(contact, at, ports.crypto).fingerprint,
      link: links[index],
      issueOf: (kind, sourceId) => byName.get(nameOf(kind, sourceId)),
      handEdit: (kind, sourceId) => edits.get(nameOf(kind, sourceId)),
      isUnderWay: () =>
        isHeld ||
        (contact.record.updatedAt ?? '') > freshFrom ||
        isWaitedFor(links[index]?.effects ?? {}, nowEpochMs),
    });
    return mismatch ?? [];
  });
}

/**
 * A customer who does not name its contact in the ledger any more, or another one, is owed that again: somebody
 * or something at the source has taken it away.
 */
async function oweMetadata(
  contacts: ReadonlyArray<RecordOf<'contact'>>,
  { scene, links }: { scene: Scene; links: ReadonlyArray<Link | undefined> },
  ports: NightPorts,
): Promise<void> {
  const { night, connection } = scene;
  const state = await ports.sourceStates.get(night.operatorId);
  const lacks = state?.accountId === night.accounts.source ? state.lacks : undefined;
  if (isLacking(lacks, 'contact_right', connection.connectedAt)) return;
  for (const [at, { record }] of contacts.entries()) {
    const link = links[at];
    if (link?.targetId === undefined || link.deletedAt !== undefined) continue;
    if (record.metadata[`rollerdoor:${night.target}`] === link.targetId) continue;
    const owing = owe(link, { what: 'metadata' });
    if (owing === link) continue;
    // Somebody else may have saved it meanwhile: the next night looks again. The sweep of debts pays it.
    if ((await ports.links.save(owing)) !== 'conflict') ports.metrics.count('MetadataLost');
  }
}
