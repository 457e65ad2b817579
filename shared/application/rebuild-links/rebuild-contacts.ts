import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { survivorOf } from '../../domain/apply/survivor.ts';
import { hasSameForm, holderKey, newHolder } from '../../domain/links/holder.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import { overStored } from '../../domain/rebuild/over-stored.ts';
import { restoredContact, whichContact } from '../../domain/rebuild/restored-contact.ts';
import type { RebuiltAs } from '../../domain/rebuild/tally.ts';
import type { SourceContact } from '../../domain/source/records.ts';
import type { LedgerContact, LedgerContacts } from '../../ports/ledger/contacts.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { Doubt, Rebuilding, WorkedPage } from './rebuilding.ts';

interface Deps {
  links: RecordLinks;
  clock: { nowEpochMs(): number };
}

/** Whatever the source has. */
const sinceEver = '1970-01-01T00:00:00.000Z';

/** A page of customers: those without a link get the one that both sides speak for. */
export async function contactsPage(deps: Deps, job: Rebuilding, page: number): Promise<WorkedPage> {
  const { entries, next, unreadable } = await job.source.listContacts({
    page,
    updatedAfter: sinceEver,
  });
  const shown = entries.flatMap((entry) => (entry.shown.ok ? [entry.shown.value.record] : []));
  const stored = await deps.links.getMany(shown.map((contact) => keyOf(job, contact)));
  const missing = shown.filter((_, at) => stored[at]?.targetId === undefined);
  const found = await contactsFor(missing, job);
  const ends: RebuiltAs[] = shown.filter((one) => !missing.includes(one)).map(() => 'standing');
  const doubts: Doubt[] = [];
  for (const contact of missing) {
    const which = whichContact(contact, found.all, metadataKey(job));
    if (which.kind === 'ours') {
      await restore(deps, job, { contact, found: which.found, known: found });
      ends.push('restored');
    } else ends.push(which.kind);
    if (which.kind === 'doubtful')
      doubts.push({ kind: 'contact', sourceId: contact.id, targetId: which.found.targetId });
  }
  const unread = unreadable + entries.length - shown.length;
  return { ends: [...ends, ...Array<RebuiltAs>(unread).fill('unreadable')], doubts, next };
}

interface FoundContacts {
  all: LedgerContact[];
  /** Those into which others were merged as well, by their ids. */
  byId: Map<string, LedgerContact>;
}

/** By their numbers; else by the ids that the source keeps for us, and wherever somebody merged them to. */
async function contactsFor(
  missing: readonly SourceContact[],
  job: Rebuilding,
): Promise<FoundContacts> {
  const { contacts } = job.ledger;
  if (missing.length === 0) return { all: [], byId: new Map() };
  const numbered = await contacts.findByNumber(missing.map(({ id }) => id));
  const known = new Set(numbered.map(({ contactNumber }) => contactNumber));
  const kept = missing
    .filter(({ id }) => !known.has(id))
    .flatMap(({ metadata }) => metadata[metadataKey(job)] ?? []);
  const all = [...numbered, ...(kept.length === 0 ? [] : await contacts.findById(kept))];
  return { all, byId: await withSurvivors(all, contacts) };
}

/** Contacts are merged a few times in a row at most. */
const mergesMax = 10;

async function withSurvivors(
  found: readonly LedgerContact[],
  contacts: LedgerContacts,
): Promise<Map<string, LedgerContact>> {
  const byId = new Map(found.map((contact) => [contact.targetId, contact]));
  for (let merges = 0; merges < mergesMax; merges += 1) {
    const next = [...byId.values()].flatMap(({ mergedToTargetId }) => mergedToTargetId ?? []);
    const unknown = [...new Set(next)].filter((targetId) => !byId.has(targetId));
    if (unknown.length === 0) break;
    for (const contact of await contacts.findById(unknown)) byId.set(contact.targetId, contact);
  }
  return byId;
}

async function restore(
  { links, clock }: Deps,
  job: Rebuilding,
  { contact, found, known }: { contact: SourceContact; found: LedgerContact; known: FoundContacts },
): Promise<void> {
  const key = keyOf(job, contact);
  const merged = survivorOf(found.targetId, known.byId);
  const survivor = merged && {
    targetId: merged.targetId,
    name: merged.name,
    heldBy: await otherHolder(links, key, merged),
  };
  const link = restoredContact({
    ...{ key, contact, found, survivor },
    accountId: job.accountId,
    metadataKey: metadataKey(job),
    nowEpochMs: clock.nowEpochMs(),
  });
  if (job.isWritten) await save(links, link);
}

/** Another customer of the source, whose contact it was before. */
async function otherHolder(
  links: RecordLinks,
  key: LinkKey,
  { targetId, contactNumber }: LedgerContact,
): Promise<string | undefined> {
  const isNumbered = contactNumber !== undefined && hasSameForm(contactNumber, key.sourceId);
  const holder = isNumbered ? contactNumber : (await links.get(holderKey(key, targetId)))?.targetId;
  return holder === key.sourceId ? undefined : holder;
}

/** The link the other way round comes first, as when it is posted. */
async function save(links: RecordLinks, link: Link): Promise<void> {
  if (link.targetId !== undefined && link.sharedWith === undefined)
    await links.save(newHolder(link, link.targetId));
  await saveRestored(links, link);
}

/** Whoever saves one meanwhile knows more: then this one is let go. */
export async function saveRestored(links: RecordLinks, link: Link): Promise<void> {
  const restored = overStored(await links.get(linkKeyOf(link)), link);
  if (restored !== undefined) await links.save(restored);
}

function keyOf({ operatorId, target }: Rebuilding, { id }: SourceContact): LinkKey {
  return { operatorId, target, kind: 'contact', sourceId: id };
}

/** Under which the source keeps the contact's id for us. */
function metadataKey({ target }: Rebuilding): string {
  return `rollerdoor:${target}`;
}
