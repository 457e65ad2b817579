import type { Link, LinkKey } from '../../contracts/link-item.ts';
import type { SideRead, StandingRecord } from '../../domain/explain/record-facts.ts';
import { type Reading, unreadWords } from '../../domain/settings/reading.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { Ledger, LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Source, SourceFor } from '../../ports/source.ts';
import type { Shown } from '../../ports/source-reader.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { tryReading } from '../settings/try-reading.ts';

export interface SidesDeps {
  sourceFor: SourceFor;
  /** Undefined: that target is no ledger. */
  ledgers: Readonly<Record<LinkKey['target'], LedgerFor | undefined>>;
}

/** The record as the source has it now, in one call. */
export async function readSource(
  { sourceFor }: Pick<SidesDeps, 'sourceFor'>,
  key: LinkKey,
): Promise<SideRead<SourceRecord>> {
  const read = await tryReading(() => showOf(sourceFor(key.operatorId), key));
  if (!read.ok) return unread(read, sourceManifest.name);
  if (read.value === undefined) return { kind: 'absent' };
  if (read.value.ok) return { kind: 'shown', value: read.value.value };
  const words = `What ${sourceManifest.name} says of it cannot be read (${read.value.problem}).`;
  return { kind: 'unread', words };
}

function showOf(source: Source, { kind, sourceId }: LinkKey): Promise<Shown | undefined> {
  if (kind === 'contact') return source.getContact(sourceId);
  return kind === 'invoice' ? source.getInvoice(sourceId) : source.getCreditNote(sourceId);
}

interface Wanted {
  key: LinkKey;
  link: Link | undefined;
  /** Under which it would stand there. */
  number: string | undefined;
}

/** The same in the ledger: what is linked by its id, else what stands under its number. */
export async function readLedger(
  { ledgers }: Pick<SidesDeps, 'ledgers'>,
  wanted: Wanted,
): Promise<SideRead<StandingRecord>> {
  const { operatorId, target } = wanted.key;
  const { name } = providerManifests[target];
  const ledger = ledgers[target]?.(operatorId);
  if (ledger === undefined) return { kind: 'unread', words: `${name} cannot be asked.` };
  const read = await tryReading(() => standingIn(ledger, wanted));
  if (!read.ok) return unread(read, name);
  return read.value === undefined ? { kind: 'absent' } : { kind: 'shown', value: read.value };
}

async function standingIn(
  ledger: Ledger,
  { key, link, number }: Wanted,
): Promise<StandingRecord | undefined> {
  const targetId = link?.targetId;
  if (key.kind === 'contact') {
    const found =
      targetId === undefined
        ? await ledger.contacts.findByNumber([key.sourceId])
        : await ledger.contacts.findById([targetId]);
    const contact = found.find((one) =>
      targetId === undefined ? one.contactNumber === key.sourceId : one.targetId === targetId,
    );
    return contact && { kind: 'contact', contact };
  }
  const document =
    targetId === undefined
      ? await byNumber(ledger, key, number)
      : await byId(ledger, key, { targetId, number: link?.targetLabel ?? number });
  return document && { kind: 'document', document };
}

async function byNumber(
  ledger: Ledger,
  { kind, sourceId }: LinkKey,
  number: string | undefined,
): Promise<LedgerDocument | undefined> {
  if (number === undefined) return undefined;
  const found =
    kind === 'invoice'
      ? await ledger.invoices.find([number])
      : ((await ledger.credits?.find([number])) ?? []);
  const named = found.filter((one) => one.number === number);
  return named.find(({ reference }) => reference === sourceId) ?? named[0];
}

/** A ledger that shows no credit note by its id shows it by its number. */
async function byId(
  ledger: Ledger,
  key: LinkKey,
  { targetId, number }: { targetId: string; number: string | undefined },
): Promise<LedgerDocument | undefined> {
  if (key.kind === 'invoice') return ledger.invoices.get(targetId);
  if (ledger.reversals !== undefined) return ledger.reversals.get(targetId);
  const found = number === undefined ? [] : ((await ledger.credits?.find([number])) ?? []);
  return found.find((one) => one.targetId === targetId);
}

function unread(
  read: Exclude<Reading<unknown>, { ok: true }>,
  name: string,
): { kind: 'unread'; words: string } {
  return { kind: 'unread', words: unreadWords(read, name) ?? '' };
}
