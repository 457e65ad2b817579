import type { DocumentRow } from '../../contracts/document-item.ts';
import { currencyDigits } from '../money/decimal.ts';
import { isPosted } from './month-sums.ts';

/** How documents stand, as people ask for them. */
export const documentStates = ['needs_you', 'open', 'paid', 'void', 'not_sent'] as const;
export type DocumentState = (typeof documentStates)[number];

export interface DocumentWish {
  /** Words of its number, customer or site, or an amount; '': any. */
  text: string;
  state?: DocumentState | undefined;
}

/** Whether anything is asked for at all. */
export function isSearch({ text, state }: DocumentWish): boolean {
  return text.trim() !== '' || state !== undefined;
}

/** Every word has to be found, wherever it stands; letters large or small. */
export function isWanted(row: DocumentRow, { text, state }: DocumentWish): boolean {
  if (state !== undefined && !isInState[state](row)) return false;
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const said = [row.number, row.customer, row.site, row.sourceId].join(' ').toLowerCase();
  return words.every((word) => said.includes(word) || isAmount(row, word));
}

const isInState: Record<DocumentState, (row: DocumentRow) => boolean> = {
  needs_you: ({ isParked }) => isParked,
  open: ({ status, dueMinor }) => status === 'open' && dueMinor > 0,
  paid: ({ status }) => status === 'paid',
  void: ({ status }) => status === 'void',
  not_sent: (row) => !isPosted(row) && row.status !== 'void',
};

/** "£1,204.50", "1204.5" or "1204": any of its sums; without pennies, those of that many whole units. */
function isAmount({ currency, ...row }: DocumentRow, word: string): boolean {
  const match = /^[^\d.]{0,3}(\d[\d,]*)(?:\.(\d+))?$/.exec(word);
  if (match === null) return false;
  const digits = currencyDigits(currency);
  const [, whole = '', fraction] = match;
  if ((fraction?.length ?? 0) > digits) return false;
  const unit = 10 ** digits;
  const minor =
    Number(whole.replaceAll(',', '')) * unit + Number((fraction ?? '').padEnd(digits, '0'));
  const sums = [row.totalMinor, row.dueMinor, row.paidMinor, row.postedTotalMinor];
  return sums.some((sum) =>
    fraction === undefined && sum !== undefined
      ? Math.floor(sum / unit) * unit === minor
      : sum === minor,
  );
}
