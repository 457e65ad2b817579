import { type RecordKind, type SaleKind, saleKind } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';

/** What to look for in lists, because no event tells of it. */
export interface ReadingPlan {
  contacts: boolean;
  creditNotes: boolean;
  /** Statuses in which an invoice may have changed unnoticed; empty: none. */
  invoiceStatuses: string[];
  /** Kinds of the sales side. */
  sales: SaleKind[];
}

/** In this order they are asked for. */
const statusOrder = ['draft', 'open', 'uncollectible', 'void', 'paid'];

/** Follows from the names that the source refused; undefined when every one of them is known. */
export function planReading(
  refused: readonly string[],
  isTaken: (kind: RecordKind) => boolean = () => true,
): ReadingPlan | undefined {
  const { tellsOf } = sourceManifest;
  const untold = refused.flatMap((name) =>
    Object.hasOwn(tellsOf, name) && tellsOf[name] !== undefined ? [tellsOf[name]] : [],
  );
  // What no connected target takes is looked for in vain.
  const missing = untold.filter(({ kind }) => isTaken(kind));
  if (missing.length === 0) return undefined;
  const statuses = new Set(missing.flatMap((one) => [...one.statuses]));
  return {
    contacts: missing.some(({ kind }) => kind === 'contact'),
    creditNotes: missing.some(({ kind }) => kind === 'credit_note'),
    invoiceStatuses: statusOrder.filter((status) => statuses.has(status)),
    sales: saleKind.options.filter((kind) => missing.some((one) => one.kind === kind)),
  };
}
