/**
 * What an effect is, with everything that tells it from another: two effects that differ must never have
 * one name, for what is done under a name is never done again.
 */
export type EffectId =
  | { kind: 'tracking_category'; accountId: string; name: string; round: number }
  | {
      kind: 'tracking_option';
      accountId: string;
      categoryId: string;
      name: string;
      /** Goes up when what was created is gone from the ledger and needed once more. */
      round: number;
    }
  | { kind: 'payment'; cumulativeMinor: number }
  /** Beyond what was due. */
  | { kind: 'overpayment'; cumulativeMinor: number };

export type TrackingEffectId = Extract<EffectId, { kind: 'tracking_category' | 'tracking_option' }>;

const words = {
  tracking_category: 'tracking-category',
  tracking_option: 'tracking-option',
  payment: 'payment',
  overpayment: 'overpayment',
} as const;

/** The name under which an effect stands in the journal, and which its idempotency key follows from. */
export function effectIdText(id: EffectId): string {
  if (id.kind === 'payment' || id.kind === 'overpayment')
    return `${words[id.kind]}:${id.cumulativeMinor}`;
  const category = id.kind === 'tracking_option' ? [id.categoryId] : [];
  const parts = [id.accountId, ...category, plainName(id.name), String(id.round)];
  return `${words[id.kind]}@${parts.map(encodeURIComponent).join('/')}`;
}

/** Reads a name from the journal, also one from before names said everything; undefined: another kind. */
export function parseEffectId(text: string): EffectId | undefined {
  const word = text.split(/[:@]/, 1)[0] ?? '';
  const separator = text.charAt(word.length);
  const rest = text.slice(word.length + 1);
  if (word === words.payment || word === words.overpayment)
    return { kind: word, cumulativeMinor: Number(rest) };
  if (word !== words.tracking_category && word !== words.tracking_option) return undefined;
  return separator === '@' ? readParts(word, rest) : readFormer(word, rest);
}

function readParts(word: string, rest: string): EffectId {
  const parts = rest.split('/').map(decodeURIComponent);
  const round = Number(parts.at(-1));
  const name = parts.at(-2) ?? '';
  const [accountId = '', categoryId = ''] = parts;
  return word === words.tracking_category
    ? { kind: 'tracking_category', accountId, name, round }
    : { kind: 'tracking_option', accountId, categoryId, name, round };
}

/** Formerly a name said neither whose company nor which category. */
function readFormer(word: string, name: string): EffectId {
  return word === words.tracking_category
    ? { kind: 'tracking_category', accountId: '', name, round: 0 }
    : { kind: 'tracking_option', accountId: '', categoryId: '', name, round: 0 };
}

/** The ledger may trim names, and takes them for equal without regard to case. */
export function plainName(name: string): string {
  return name.trim().toLowerCase();
}

/** Whether it is of the categories and options in which sites stand. */
export function isOfTracking(id: EffectId | undefined): id is TrackingEffectId {
  return id?.kind === 'tracking_category' || id?.kind === 'tracking_option';
}
