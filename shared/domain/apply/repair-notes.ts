import type { Link } from '../../contracts/link-item.ts';
import { type ChangeMessage, repairEventType } from '../../contracts/messages.ts';
import type { Owed } from '../../contracts/owed.ts';
import { sourceManifest } from '../../source/registry.ts';
import { isUncertain, unauditedWrites } from '../effects/effects.ts';
import { isDocument, type SourceRecord } from '../source/records.ts';
import { noteTexts, timelineDebt } from './notes.ts';

const historyPrefix = 'history-repaired:';

/**
 * The day on which a record was found out of step, where nothing else asks for it; undefined: it is no repair. What a
 * live event brings at the same time is that event's doing.
 */
export function repairDay(messages: readonly ChangeMessage[]): string | undefined {
  const isRepair = messages.every(({ eventType }) => eventType === repairEventType);
  return isRepair ? messages.at(-1)?.occurredAt.slice(0, 10) : undefined;
}

/** Whether something was written for the record that no activity tells of yet: the repair's own doing. */
export function hasRepaired(link: Link): boolean {
  return unauditedWrites(link).some((name) => !name.startsWith('history'));
}

/**
 * What the source's timeline is told of a document that a comparison of both sides brought in step: one note a day
 * at the most. Undefined: it is no document, or nothing was written for it.
 */
export function repairDebt(
  { record, link }: { record: SourceRecord; link: Link },
  messages: readonly ChangeMessage[],
): Owed | undefined {
  const day = repairDay(messages);
  if (day === undefined || !isDocument(record) || !hasRepaired(link)) return undefined;
  const { contactId, siteId } = record.record;
  const invoiceId = record.kind === 'invoice' ? record.record.id : record.record.invoiceId;
  const name = `${documentWords[record.kind]} ${link.targetLabel ?? link.sourceId}`;
  const text = noteTexts(link.target).broughtInStep(name);
  return timelineDebt(`repaired:${day}`, text, { contactId, siteId, invoiceId });
}

const documentWords = { invoice: 'Invoice', credit_note: 'Credit note' } as const;

/** Name of the effect under which the note in the ledger is journaled. */
export function repairHistoryEffect(day: string): string {
  return historyPrefix + day;
}

/** A note of a repair whose answer is not known. */
export function openRepairHistory({ effects }: Link): string | undefined {
  return Object.keys(effects).find(
    (name) => name.startsWith(historyPrefix) && isUncertain(effects[name]),
  );
}

/** What the history of a document in the ledger says of a repair. */
export function repairHistoryText(effect: string, sourceId: string): string {
  const day = effect.slice(historyPrefix.length);
  return `Out of step with ${sourceManifest.name} (${sourceId}) and brought in step by Rollerdoor, found by the comparison of both on ${day}.`;
}

/**
 * Of the notes of repairs the latest stays in the journal, so that a link does not grow, and what nobody knows the end
 * of or has told of yet.
 */
export function forgetOldRepairs(link: Link, latest: string): Link {
  const kept = Object.entries(link.effects).filter(
    ([name, effect]) =>
      !name.startsWith(historyPrefix) ||
      name === latest ||
      isUncertain(effect) ||
      (effect.state === 'done' && !effect.isAudited),
  );
  return { ...link, effects: Object.fromEntries(kept) };
}
