import type { Preview, PreviewedDocument } from '../../contracts/preview.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { sourceManifest } from '../../source/registry.ts';
import { targets } from '../../targets/registry.ts';
import { moneyWords } from '../money/money-words.ts';
import { counted } from '../preview/preview-words.ts';

/* What the page of a preview and that of the match report have alike. */

/** A preview as far as it was read, or why there is none. */
export interface PreviewFacts {
  operatorName: string;
  preview: Preview;
  settings: LedgerSettings;
  /** Seconds until it goes on; undefined: all is read. */
  retryAfterSeconds?: number | undefined;
  isHeldUp?: boolean;
}

/** What stands above both: whose, which days, how far it was read, and what has to be known of it. */
export function headOf({
  operatorName,
  preview,
  retryAfterSeconds,
  isHeldUp = false,
}: PreviewFacts) {
  const { target, from, to, documents, isCut, unreadable, purpose } = preview;
  const { name } = targets[target];
  const before = documents.filter(({ isBeforeStart }) => isBeforeStart).length;
  return {
    operatorName,
    target,
    targetName: name,
    purpose,
    from,
    to,
    href: hrefOf(preview),
    reading:
      retryAfterSeconds === undefined
        ? undefined
        : {
            retryAfterSeconds,
            words: `${counted(documents.length, 'document')} read so far. This page goes on by itself.`,
            why: isHeldUp ? 'The other side limits how often we may ask.' : '',
          },
    notes: [
      ...(isCut
        ? [`There are more documents in these days: choose fewer days to see the rest.`]
        : []),
      ...(before > 0
        ? [
            `Documents from before your start date stay out (${before} here). They are shown so that you can check what others like them will be.`,
          ]
        : []),
      ...(unreadable > 0
        ? [`${counted(unreadable, 'record')} could not be read from ${sourceManifest.name}.`]
        : []),
    ],
  };
}

export function hrefOf({ purpose, target }: Preview): string {
  return purpose === 'adoption' ? `/adoption/${target}` : `/preview/${target}`;
}

export function spanQuery({ from, to }: Preview): string {
  return `?from=${from}&to=${to}`;
}

export function tile(what: string, figure: number, detail: string) {
  return { what, figure: String(figure), detail };
}

/** The total of a document. */
export function money({ totalMinor, currency }: PreviewedDocument): string {
  return moneyWords(totalMinor, currency);
}
