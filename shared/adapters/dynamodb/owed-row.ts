import * as z from 'zod/mini';
import type { Owed } from '../../contracts/owed.ts';

/** `sameRecords`: the note concerns the records that the one right before it does. */
export const owedRow = z.looseObject({ sameRecords: z.optional(z.literal(true)) });

/** Debts as a link's row holds them: notes of one document concern the same records, which stand there once. */
export function owedRows(owed: Owed[]): unknown[] {
  return owed.map((debt, at) => {
    const before = owed[at - 1];
    if (debt.what !== 'timeline' || !hasRecords(debt) || !isOfSame(debt, before)) return debt;
    const { contactSourceId: _contact, siteSourceId: _site, invoiceSourceId: _of, ...rest } = debt;
    return { ...rest, sameRecords: true };
  });
}

/** The same debts, each with its own; unchecked. Undefined: there is no note before it. */
export function owedInFull(rows: Array<z.infer<typeof owedRow>>): unknown[] {
  const full: Array<Record<string, unknown> | undefined> = [];
  for (const { sameRecords, ...debt } of rows) {
    const before = full.at(-1);
    if (!sameRecords) full.push(debt);
    else full.push(before?.what === 'timeline' ? { ...debt, ...recordsOf(before) } : undefined);
  }
  return full;
}

const recordNames = ['contactSourceId', 'siteSourceId', 'invoiceSourceId'] as const;
type Note = Extract<Owed, { what: 'timeline' }>;

function hasRecords(note: Note): boolean {
  return recordNames.some((name) => note[name] !== undefined);
}

function isOfSame(note: Note, before: Owed | undefined): boolean {
  return before?.what === 'timeline' && recordNames.every((name) => note[name] === before[name]);
}

function recordsOf(note: Record<string, unknown>): Record<string, unknown> {
  const named = recordNames.filter((name) => note[name] !== undefined);
  return Object.fromEntries(named.map((name) => [name, note[name]]));
}
