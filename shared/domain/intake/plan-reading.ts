import { sourceManifest } from '../../source/registry.ts';

/** What to look for in lists, because no event tells of it. */
export interface ReadingPlan {
  contacts: boolean;
  creditNotes: boolean;
  /** Statuses in which an invoice may have changed unnoticed; empty: none. */
  invoiceStatuses: string[];
}

/** In this order they are asked for. */
const statusOrder = ['draft', 'open', 'uncollectible', 'void', 'paid'];

/** Follows from the names that the source refused; undefined when every one of them is known. */
export function planReading(refused: readonly string[]): ReadingPlan | undefined {
  const { tellsOf } = sourceManifest;
  const missing = refused.flatMap((name) =>
    Object.hasOwn(tellsOf, name) && tellsOf[name] !== undefined ? [tellsOf[name]] : [],
  );
  if (missing.length === 0) return undefined;
  const statuses = new Set(missing.flatMap((one) => [...one.statuses]));
  return {
    contacts: missing.some(({ kind }) => kind === 'contact'),
    creditNotes: missing.some(({ kind }) => kind === 'credit_note'),
    invoiceStatuses: statusOrder.filter((status) => statuses.has(status)),
  };
}
