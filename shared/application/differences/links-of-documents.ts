import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { holderKey } from '../../domain/links/holder.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import { closedBy } from '../../domain/mapping/map-closing-note.ts';
import type { RecordLinks } from '../../ports/links.ts';

/** A record of the ledger, and by what the record of the source that it stands for is found. */
export interface StandingRecord {
  targetId: string;
  /** By what it bears itself: our reference, or our number; undefined: it bears neither. */
  key: LinkKey | undefined;
  /** By what we noted when we linked it; undefined: of that kind nothing is noted. */
  holder: LinkKey | undefined;
  /** It closes the invoice whose link it is, and is no record of the source itself. */
  isClosing: boolean;
}

/**
 * The link of each record; undefined: it is nobody's. What bears no reference of ours, as it was there before
 * us, is found by its holder, at the cost of a second read.
 */
export async function linksOfDocuments(
  links: Pick<RecordLinks, 'getMany'>,
  records: StandingRecord[],
): Promise<Array<Link | undefined>> {
  const known = await pick(
    links,
    records,
    records.map(({ key }) => key),
  );
  const others = records.map(({ holder }, at) => (known[at] === undefined ? holder : undefined));
  const holders = await getEach(links, others);
  const keys = holders.map((holder) => {
    const sourceId = holder?.targetId;
    return holder && sourceId ? { ...linkKeyOf(holder), sourceId } : undefined;
  });
  const held = await pick(links, records, keys);
  return records.map((_record, at) => known[at] ?? held[at]);
}

/** What stands in the ledger for the record of a link, or what closes it there. */
export function standsFor(link: Link, isClosing: boolean): string | undefined {
  return isClosing ? link.posted?.closing?.targetId : link.targetId;
}

/** By what a difference finds its link: one of a closing note bears the note's own reference. */
export function keyOfDifference(difference: LinkKey): LinkKey & { isClosing: boolean } {
  const key = linkKeyOf(difference);
  const closed = key.kind === 'credit_note' ? closedBy(key.sourceId) : undefined;
  if (closed === undefined) return { ...key, isClosing: false };
  return { ...key, kind: 'invoice', sourceId: closed.invoiceId, isClosing: true };
}

/** Where a document that we linked is noted. */
export function holderOfDocument(of: Omit<LinkKey, 'sourceId'>, targetId: string): LinkKey {
  return holderKey({ ...of, sourceId: '' }, targetId);
}

/** Those under the keys that stand for these very records. */
async function pick(
  links: Pick<RecordLinks, 'getMany'>,
  records: StandingRecord[],
  keys: Array<LinkKey | undefined>,
): Promise<Array<Link | undefined>> {
  const found = await getEach(links, keys);
  return found.map((link, at) => {
    const record = records[at];
    const isOf = link && record && standsFor(link, record.isClosing) === record.targetId;
    return isOf ? link : undefined;
  });
}

async function getEach(
  links: Pick<RecordLinks, 'getMany'>,
  keys: Array<LinkKey | undefined>,
): Promise<Array<Link | undefined>> {
  const wanted = keys.flatMap((key) => key ?? []);
  if (wanted.length === 0) return keys.map(() => undefined);
  const found = (await links.getMany(wanted)).values();
  return keys.map((key) => (key === undefined ? undefined : found.next().value));
}
