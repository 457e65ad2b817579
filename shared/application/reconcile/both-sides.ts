import type { LinkKey } from '../../contracts/link-item.ts';
import type { ProofPage, ProofRow } from '../../contracts/month-proof.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import type { AtSource } from '../../domain/reconcile/month-facts.ts';
import { ledgerProofRow } from '../../domain/reconcile/proof-rows.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import { catalogueOfNight } from './catalogue-of-night.ts';
import type { NightPorts, Scene } from './night-ports.ts';
import { rowOf } from './read-month.ts';

type Kind = ProofRow['kind'];

/** Rows of both sides of a month, and what they refer to beyond it. */
export interface BothSides {
  source: ProofRow[];
  ledger: ProofRow[];
  elsewhere: ProofRow[];
  elsewhereSource: ProofRow[];
  links: LinksOf;
  atSource(kind: Kind, sourceId: string): AtSource;
}

/** Links of this company, by kind and id. */
export type LinksOf = Map<string, ReturnType<typeof linkInAccount>>;

/** Records that are read one by one, each a call: the next night goes on with others. */
const readsAtMost = 30;
const documentsAtMost = 300;

export function nameOf(kind: string, sourceId: string): string {
  return `${kind} ${sourceId}`;
}

/** Puts together what the pages of a month show, and reads what they only refer to. */
export async function bothSides(
  scene: Scene,
  pages: readonly ProofPage[],
  ports: NightPorts,
): Promise<BothSides> {
  const { month } = scene.night.place;
  const listed = rowsOf(pages, 'source');
  const ledger = rowsOf(pages, 'ledger');
  const links = await linksOf(scene, [...listed, ...ledger], ports);
  const known = new Set(
    pages.flatMap(({ sourceIds = [], kind }) => sourceIds.map((id) => nameOf(kind, id))),
  );
  for (const { kind, sourceId = '' } of listed) known.add(nameOf(kind, sourceId));
  const read = await readUnlisted(scene, { ledger, known }, ports);
  const all = [...listed, ...read.rows];
  const isOfMonth = ({ day }: ProofRow) => day?.slice(0, 7) === month;
  const source = all.filter(isOfMonth);
  const referred = new Set(ledger.map(({ kind, sourceId = '' }) => nameOf(kind, sourceId)));
  return {
    source,
    ledger,
    elsewhere: await readElsewhere(scene, { source, ledger, links }),
    elsewhereSource: all.filter(
      (row) => !isOfMonth(row) && referred.has(nameOf(row.kind, row.sourceId ?? '')),
    ),
    links,
    atSource(kind, sourceId) {
      const name = nameOf(kind, sourceId);
      if (read.gone.has(name)) return 'gone';
      return known.has(name) || read.found.has(name) ? 'known' : 'unread';
    },
  };
}

/** Each once: what came in between while pages were read stands on two of them. */
function rowsOf(pages: readonly ProofPage[], side: ProofPage['side']): ProofRow[] {
  const rows = pages.filter((page) => page.side === side).flatMap((page) => page.rows);
  const id = (row: ProofRow) => (side === 'source' ? row.sourceId : row.targetId) ?? '';
  return [...new Map(rows.map((row) => [nameOf(row.kind, id(row)), row])).values()];
}

async function linksOf(
  { night }: Scene,
  rows: readonly ProofRow[],
  ports: NightPorts,
): Promise<LinksOf> {
  const { operatorId, target, accounts } = night;
  const keys = new Map<string, LinkKey>();
  const add = (kind: LinkKey['kind'], sourceId: string | undefined) => {
    if (sourceId === undefined || sourceId === '' || sourceId.length > idLengthMax) return;
    keys.set(nameOf(kind, sourceId), { operatorId, target, kind, sourceId });
  };
  for (const row of rows) {
    add(row.kind, row.sourceId);
    add('invoice', row.closes?.sourceId);
    add('invoice', row.credits?.invoiceSourceId);
    // Of the source's side it is the source's id of the customer.
    if (row.targetId === undefined) add('contact', row.contactId);
  }
  const names = [...keys.keys()];
  const found = await ports.links.getMany([...keys.values()]);
  return new Map(
    found.flatMap((link, at) => {
      const name = names[at];
      if (link === undefined || name === undefined) return [];
      return [[name, linkInAccount(link, accounts.target)] as const];
    }),
  );
}

/** A reference in the ledger may be anything that a person wrote. */
const idLengthMax = 255;

interface Read {
  rows: ProofRow[];
  found: Set<string>;
  gone: Set<string>;
}

/** What rows of the ledger refer to and no page of the source shows, as far as calls are left for it. */
async function readUnlisted(
  scene: Scene,
  { ledger, known }: { ledger: readonly ProofRow[]; known: ReadonlySet<string> },
  ports: NightPorts,
): Promise<Read> {
  const read: Read = { rows: [], found: new Set(), gone: new Set() };
  const unlisted = ledger.filter(
    ({ kind, sourceId }) => sourceId !== undefined && !known.has(nameOf(kind, sourceId)),
  );
  if (unlisted.length === 0) return read;
  const { catalogue } = await catalogueOfNight(scene, ports);
  const readAt = new Date(ports.clock.nowEpochMs()).toISOString();
  for (const { kind, sourceId = '' } of unlisted.slice(0, readsAtMost)) {
    const shown = await readDocument(scene, kind, { sourceId, readAt });
    const name = nameOf(kind, sourceId);
    if (shown === undefined) read.gone.add(name);
    else read.found.add(name);
    if (shown?.ok)
      read.rows.push(
        rowOf(shown.value, { catalogue, credited: undefined }, { scene, ports, readAt }),
      );
  }
  return read;
}

function readDocument(
  { source }: Scene,
  kind: Kind,
  { sourceId, readAt }: { sourceId: string; readAt: string },
) {
  return kind === 'invoice'
    ? source.getInvoice(sourceId, readAt)
    : source.getCreditNote(sourceId, readAt);
}

/** Documents in the ledger that belong to rows of the source and bear another day than they. */
async function readElsewhere(
  { ledger: books }: Scene,
  sides: { source: readonly ProofRow[]; ledger: readonly ProofRow[]; links: LinksOf },
): Promise<ProofRow[]> {
  const shown = new Set(sides.ledger.map(({ targetId }) => targetId));
  const linked = sides.source.flatMap(({ kind, sourceId = '' }) => {
    const link = sides.links.get(nameOf(kind, sourceId));
    if (link?.targetId === undefined || shown.has(link.targetId)) return [];
    return [{ kind, targetId: link.targetId, number: link.targetLabel }];
  });
  const of = (kind: Kind) => linked.filter((one) => one.kind === kind).slice(0, documentsAtMost);
  const invoices = of('invoice').map(({ targetId }) => targetId);
  const notes = of('credit_note');
  const found = [
    ...(invoices.length === 0 ? [] : await books.invoices.getMany(invoices)).map((document) =>
      ledgerProofRow('invoice', document),
    ),
    ...(await creditNotesOf(books, notes)).map((note) => ledgerProofRow('credit_note', note)),
  ];
  return found;
}

/** By their numbers, in few calls; one that bears another number by now is as good as not there. */
async function creditNotesOf(
  { credits }: Scene['ledger'],
  notes: ReadonlyArray<{ targetId: string; number: string | undefined }>,
): Promise<LedgerDocument[]> {
  const numbers = notes.flatMap(({ number }) => number ?? []);
  if (credits === undefined || numbers.length === 0) return [];
  const wanted = new Set(notes.map(({ targetId }) => targetId));
  return (await credits.find(numbers)).filter(({ targetId }) => wanted.has(targetId));
}
