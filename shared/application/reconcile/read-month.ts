import type { ProofRow } from '../../contracts/month-proof.ts';
import { createdBefore, createdFrom } from '../../domain/backfill/is-work.ts';
import { startOfDays } from '../../domain/backfill/start-of-days.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import { daysOf } from '../../domain/nights/months.ts';
import type { StepDone } from '../../domain/nights/night.ts';
import {
  ledgerProofRow,
  type SourceDocument,
  sourceProofRow,
} from '../../domain/reconcile/proof-rows.ts';
import type { SourceInvoice } from '../../domain/source/records.ts';
import type { ListedDocument } from '../../ports/source.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { catalogueOfNight } from './catalogue-of-night.ts';
import { keepPage } from './keep-page.ts';
import type { NightPorts, Scene } from './night-ports.ts';

/** Which month and list is due. @throws where the place names none. */
export function listOf({ night }: Scene): { month: string; kind: 'invoice' | 'credit_note' } {
  const { month, kind, step } = night.place;
  if (month === undefined || kind === 'contact') throw new Error(`No list of a month: ${step}.`);
  return { month, kind };
}

/** Beyond the last day of it somewhere, in every zone: they are up to 14 hours ahead and 12 behind. */
const zonesMs = 26 * 3_600_000;

/** One page of the source's documents of the month, as they should stand in the ledger. */
export async function readSource(scene: Scene, ports: NightPorts): Promise<StepDone> {
  const { night, source } = scene;
  const { month, kind } = listOf(scene);
  const { fromDay, beforeDay } = daysOf(month);
  const readAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const endsAt = new Date(Date.parse(startOfDays(beforeDay)) + zonesMs).toISOString();
  const page = await source.listDocuments({
    kind,
    page: night.place.page,
    createdFrom: createdFrom({ issuedFrom: startOfDays(fromDay) }),
    ...(endsAt < readAt ? { createdBefore: createdBefore(endsAt) } : {}),
    happenedAt: readAt,
  });
  const rows = await rowsOf(page.entries, { scene, ports, readAt });
  const unread = page.entries.filter(({ shown }) => !shown.ok);
  const sourceIds = unread.map(({ sourceId }) => sourceId);
  await keepPage(ports.proofPages, night, { month, side: 'source', kind, rows, sourceIds });
  return {
    next: page.next,
    pages: { source: 1 },
    unreadable: page.unreadable + unread.length,
  };
}

export interface Reading {
  scene: Scene;
  ports: NightPorts;
  /** ISO time. */
  readAt: string;
}

/** What nobody can map by the ledger as it was known is mapped once more by the ledger as it is. */
async function rowsOf(entries: ListedDocument[], reading: Reading): Promise<ProofRow[]> {
  const { scene, ports } = reading;
  const known = await catalogueOfNight(scene, ports);
  const rows = rowsBy(known.catalogue, entries, reading);
  const isMapped = rows.every(({ lines, isOut }) => isOut || lines.length > 0);
  if (isMapped || known.isOfThisNight) return rows;
  const { catalogue } = await catalogueOfNight(scene, ports, true);
  return rowsBy(catalogue, entries, reading);
}

function rowsBy(catalogue: Catalogue, entries: ListedDocument[], reading: Reading): ProofRow[] {
  return entries.flatMap(({ shown, invoice }) => {
    if (!shown.ok) return [];
    const credited = invoice?.ok === true ? invoice.value.record : undefined;
    return [rowOf(shown.value, { catalogue, credited }, reading)];
  });
}

/** A document of the source, to be held against the ledger. */
export function rowOf(
  document: SourceDocument,
  { catalogue, credited }: { catalogue: Catalogue; credited: SourceInvoice | undefined },
  { scene, ports, readAt }: Reading,
): ProofRow {
  const { fingerprint } = versionOf(document, readAt, ports.crypto);
  const row = sourceProofRow(document, {
    settings: scene.settings,
    catalogue,
    takesTracking: scene.ledger.tracking !== undefined,
    fingerprint,
    invoice: credited,
  });
  return { ...row, issuedAt: document.record.issuedAt };
}

/** One page of the ledger's documents of the month, whoever entered them. */
export async function readLedger(scene: Scene, ports: NightPorts): Promise<StepDone> {
  const { night, periods } = scene;
  const { month, kind } = listOf(scene);
  const { page } = night.place;
  const found = await periods.documents(kind, { ...daysOf(month), page });
  const rows = found.records.map((document) => ledgerProofRow(kind, document));
  await keepPage(ports.proofPages, night, { month, side: 'ledger', kind, rows });
  return {
    next: found.isLast ? undefined : page + 1,
    pages: { ledger: 1 },
    unreadable: found.unreadable,
  };
}

/** One page of the payments that came in within the month, where the ledger lists them. */
export async function readPayments(scene: Scene, ports: NightPorts): Promise<StepDone> {
  const { night, periods, settings } = scene;
  const { month } = listOf(scene);
  const { page } = night.place;
  if (periods.payments === undefined || !settings.postPayments) return {};
  const found = await periods.payments({ ...daysOf(month), page });
  const payments = found.records.map(
    ({ invoiceTargetId, accountCode, amountMinor, reference }) => ({
      invoiceTargetId,
      amountMinor,
      ...(accountCode === undefined ? {} : { accountCode }),
      ...(reference === undefined ? {} : { reference }),
    }),
  );
  await keepPage(ports.proofPages, night, {
    ...{ month, side: 'ledger', kind: 'payment' },
    ...{ rows: [], payments },
  });
  return {
    next: found.isLast ? undefined : page + 1,
    pages: { ledger: 1 },
    unreadable: found.unreadable,
  };
}
