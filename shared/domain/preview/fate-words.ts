import type { Target } from '../../contracts/ids.ts';
import type { PreviewedContact, PreviewFate } from '../../contracts/preview.ts';
import { targets } from '../../targets/registry.ts';
import { type CauseText, describeCause, isKnownCause } from '../issues/causes.ts';

/** What becomes of a document, as a person reads it; `remedy`: what they can do, where something is. */
export interface FateWords {
  short: string;
  message: string;
  remedy: string;
}

/** Reasons for which a document needs nothing. */
const leftOut: Readonly<Record<string, string>> = {
  draft: 'It is a draft, and goes once it is final.',
  void_never_posted: 'It was voided before it was ever sent.',
  posted_elsewhere: 'It stands in the books of the organisation that was connected before.',
};

export function fateWords(fate: PreviewFate, target: Target): FateWords {
  const { name } = targets[target];
  switch (fate.kind) {
    case 'new':
      return { short: `goes to ${name}`, message: '', remedy: '' };
    case 'equal':
      return {
        short: `is in ${name}`,
        message: `It is in ${name} already, equal in total, tax, customer and day, and is linked.`,
        remedy: '',
      };
    case 'known':
      return { short: `is in ${name}`, message: `It was linked to ${name} before.`, remedy: '' };
    case 'left_out':
      return { short: 'stays out', message: leftOut[fate.reason] ?? '', remedy: '' };
    case 'different':
      return {
        short: 'differs',
        message: `Its number is in ${name} for something else: ${fate.detail}.`,
        remedy: `Correct it in ${name} so that both are equal, and it is linked; or void it there, and it is sent anew. Until then it waits, and nothing is overwritten.`,
      };
    case 'parked':
      return { short: 'needs you', ...causeWords(fate, target) };
  }
}

/** Why nobody may say which contact a customer is; undefined: it is clear. */
export function unclearWords({ fate }: PreviewedContact, target: Target): CauseText | undefined {
  return fate.kind === 'parked' ? causeWords(fate, target) : undefined;
}

/** A cause of another version is shown by its name. */
function causeWords(
  { cause, detail }: { cause: string; detail: string },
  target: Target,
): CauseText {
  return isKnownCause(cause)
    ? describeCause(cause, detail, target)
    : { message: [cause.replaceAll('_', ' '), detail].filter(Boolean).join(': '), remedy: '' };
}
