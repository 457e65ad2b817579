import type { Outcome } from '../../domain/apply/outcome.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import { isOpen, type Unit } from './unit.ts';

/*
 * How far a unit has come, told by its type: a stage does not compile on what is past it. The types say
 * what was so when the units were chosen. A stage changes that, so what goes on to the next one is chosen
 * anew, from all units; within a stage, what may have changed is held by the wider type.
 */

/** A unit of one kind of record. */
export type UnitOf<K extends SourceRecord['kind']> = Unit & {
  record: Extract<SourceRecord, { kind: K }>;
};
export type ContactUnit = UnitOf<'contact'>;
export type InvoiceUnit = UnitOf<'invoice'>;
export type CreditNoteUnit = UnitOf<'credit_note'>;
export type DocumentUnit = InvoiceUnit | CreditNoteUnit;

/** Work is left: no outcome has ended it. */
export type Open<U extends Unit> = U & { outcome?: undefined };
/** Open, and nothing of it stands in the target: what a creation needs is asked of these only. */
export type ToBeCreated<U extends Unit> = Open<U> & { link: { targetId?: undefined } };
/** Something stands for it in the target. */
export type Standing<U extends Unit> = U & { link: { targetId: string } };

/** Nothing of it stands in the target, whether it ended or not. */
export function isAbsent({ link }: Pick<Unit, 'link'>): boolean {
  return link.targetId === undefined;
}

export function isToBeCreated<U extends Unit>(unit: U): unit is ToBeCreated<U> {
  return isOpen(unit) && isAbsent(unit);
}

export function isStanding<U extends Unit>(unit: U): unit is Open<Standing<U>> {
  return isOpen(unit) && !isAbsent(unit);
}

export function openOf<K extends SourceRecord['kind']>(
  units: Unit[],
  kind: K,
): Array<Open<UnitOf<K>>> {
  return units.filter((unit): unit is Open<UnitOf<K>> => {
    return unit.record.kind === kind && isOpen(unit);
  });
}

export function toBeCreated<K extends SourceRecord['kind']>(
  units: Unit[],
  kind: K,
): Array<ToBeCreated<UnitOf<K>>> {
  return openOf(units, kind).filter((unit) => isToBeCreated<UnitOf<K>>(unit));
}

export function standing<K extends SourceRecord['kind']>(
  units: Unit[],
  kind: K,
): Array<Open<Standing<UnitOf<K>>>> {
  return openOf(units, kind).filter((unit) => isStanding<UnitOf<K>>(unit));
}

export function documentsToBeCreated(units: Unit[]): Array<ToBeCreated<DocumentUnit>> {
  return [...toBeCreated(units, 'invoice'), ...toBeCreated(units, 'credit_note')];
}

/** In the order of the units. */
export function standingDocuments(units: Unit[]): Array<Open<Standing<DocumentUnit>>> {
  return units.filter((unit) => isDocument(unit)).filter((unit) => isStanding<DocumentUnit>(unit));
}

function isDocument(unit: Unit): unit is DocumentUnit {
  return unit.record.kind !== 'contact';
}

/** Ends a unit, for which its type may say that it is open. */
export function end(unit: Unit, outcome: Outcome): void {
  unit.outcome = outcome;
}
