import type { Mismatch } from '../../contracts/mismatch.ts';
import { isDescending, isPast } from '../../domain/intake/list-end.ts';
import { takesKind } from '../../domain/intake/takes-kind.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import type { StepDone } from '../../domain/nights/night.ts';
import { contactMismatch } from '../../domain/reconcile/prove-contact.ts';
import type { RecordOf } from '../../ports/source-reader.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { nameOf } from './both-sides.ts';
import { handEditsOf, issuesAtMost } from './known-troubles.ts';
import type { NightPorts, Scene } from './night-ports.ts';
import { countsOf } from './read-open.ts';
import { sendRepairs } from './send-repairs.ts';

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
  return {
    next: isThrough ? undefined : found.next,
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
  const issues = await ports.issues.listWith(keys, { operatorId, atMost: issuesAtMost });
  const byName = new Map(issues.map((issue) => [nameOf(issue.kind, issue.sourceId), issue]));
  const edits = await handEditsOf(scene, ports);
  const at = new Date(ports.clock.nowEpochMs()).toISOString();
  return contacts.flatMap((contact, index) => {
    const mismatch = contactMismatch({
      contact: contact.record,
      fingerprint: versionOf(contact, at, ports.crypto).fingerprint,
      link: links[index],
      issueOf: (kind, sourceId) => byName.get(nameOf(kind, sourceId)),
      handEdit: (kind, sourceId) => edits.get(nameOf(kind, sourceId)),
      isUnderWay: () => false,
    });
    return mismatch ?? [];
  });
}
