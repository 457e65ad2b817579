import type { Link } from '../../../shared/contracts/link-item.ts';
import { holderMark } from '../../../shared/domain/links/holder.ts';
import type { FinishedRun } from '../history.ts';
import { notesOf } from './i02-one-effect.ts';
import { booksOf, isImported } from './ledger-books.ts';
import { settingsStored } from './ledger-settings.ts';
import { viewOf } from './run-view.ts';
import { storaOperator } from './source-states.ts';

/**
 * Documents whose posting, payment or voiding stands in no event of the source's timeline. A note that
 * was refused time and again is let go, with a line in the log; a disconnect cuts off what is owed.
 */
export function missingNotes(run: FinishedRun, operatorId: string): string[] {
  const view = viewOf(run);
  if (view.wasDisconnected(operatorId, { from: 0, to: Number.POSITIVE_INFINITY })) return [];
  const events = storaOperator(run, operatorId)?.tables.timelineEvents.values() ?? [];
  const written = new Set([...events].flatMap(({ external }) => notesOf(external?.id)));
  const givenUp = view.of('logged').filter(({ text }) => text.includes('timeline_note.given_up'));
  return run.links.flatMap((link) => {
    if (link.operatorId !== operatorId || link.kind === 'contact' || link.targetId === undefined)
      return [];
    // A link the other way round stands for no document of its own.
    if (link.sourceId.startsWith(holderMark)) return [];
    if (givenUp.some(({ text }) => text.includes(link.sourceId))) return [];
    return notesDue(link)
      .filter((note) => !written.has(`${link.targetId}#${note}`))
      .map((note) => `${link.kind} ${link.sourceId}: the note ${note} was never written`);
  });
}

function notesDue({ effects, posted }: Link): string[] {
  const payments = Object.keys(effects).filter(
    (name) => /^(payment|refund):/.test(name) && effects[name]?.state === 'done',
  );
  return ['posted', ...payments, ...(posted?.voided ? ['voided'] : [])];
}

/**
 * Documents that we posted whose history in the ledger does not name the source's. Where notes were
 * wanted throughout, and the connection was never ended, only those are spared that were refused time
 * and again.
 */
export function missingHistory(run: FinishedRun, operatorId: string): string[] {
  const view = viewOf(run);
  if (view.wasDisconnected(operatorId, { from: 0, to: Number.POSITIVE_INFINITY })) return [];
  const chosen = settingsStored(run, operatorId);
  if (chosen.length === 0 || chosen.some(({ historyNotes }) => !historyNotes)) return [];
  const books = booksOf(run, operatorId);
  const noted = new Set(
    books.flatMap(({ history }) =>
      [...history].flatMap(([id, records]) =>
        records.some(({ details }) => details.startsWith('Posted by Rollerdoor')) ? [id] : [],
      ),
    ),
  );
  const byOthers = new Set(
    books.flatMap(({ documents }) =>
      [...documents.values()].filter(isImported).map(({ id }) => id),
    ),
  );
  return run.links.flatMap(
    ({ effects, historyGivenUp, kind, sourceId, targetId = '', ...link }) => {
      const isOurs = link.operatorId === operatorId && effects.create?.state === 'done';
      if (kind === 'contact' || !isOurs || historyGivenUp || noted.has(targetId)) return [];
      if (byOthers.has(targetId)) return [];
      if (run.issues.some((issue) => issue.sourceId === sourceId)) return [];
      return [`${kind} ${sourceId}: its history in the ledger does not name it`];
    },
  );
}
