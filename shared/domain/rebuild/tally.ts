import { documentKind } from '../../contracts/ids.ts';

/** What became of one record. */
export type RebuiltAs =
  /** Its link stands already. */
  | 'standing'
  | 'restored'
  /** Not in the ledger, so that there is nothing to link. */
  | 'absent'
  /** Something stands under its number, and nothing says that it is theirs. */
  | 'doubtful'
  /** The source shows it in a way that nobody can read. */
  | 'unreadable';

export type Tally = Record<RebuiltAs, number> & { read: number };
/** Of the kinds that are looked for in the books. */
export const rebuiltKinds = ['contact', ...documentKind.options] as const;
export type RebuiltKind = (typeof rebuiltKinds)[number];
export type Tallies = Record<RebuiltKind, Tally>;

const none: Tally = {
  ...{ read: 0, standing: 0, restored: 0 },
  ...{ absent: 0, doubtful: 0, unreadable: 0 },
};
export const noneYet: Tallies = { contact: none, invoice: none, credit_note: none };

export function withCounted(
  tallies: Tallies,
  kind: RebuiltKind,
  ends: readonly RebuiltAs[],
): Tallies {
  const tally = { ...tallies[kind], read: tallies[kind].read + ends.length };
  for (const end of ends) tally[end] += 1;
  return { ...tallies, [kind]: tally };
}

const names: Record<RebuiltKind, string> = {
  contact: 'Customers',
  invoice: 'Invoices',
  credit_note: 'Credit notes',
};

/** A line for each kind. */
export function tallyLines(tallies: Tallies, isWritten: boolean): string[] {
  return rebuiltKinds.map((kind) => {
    const { read, standing, restored, absent, doubtful, unreadable } = tallies[kind];
    const parts = [
      `${read} read`,
      `${standing} linked already`,
      `${restored} ${isWritten ? 'restored' : 'to be restored'}`,
      `${absent} not in the ledger`,
      `${doubtful} doubtful`,
      ...(unreadable > 0 ? [`${unreadable} unreadable`] : []),
    ];
    return `${names[kind]}: ${parts.join(', ')}.`;
  });
}
