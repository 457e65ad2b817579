import type { PreviewPurpose } from '../../contracts/preview.ts';

/** A preview is looked at by a person; what is there already may be a year. More is read in parts. */
export const documentsAtMost: Record<PreviewPurpose, number> = { preview: 200, adoption: 2_000 };

/** The span of a preview where a person has named none. */
export const defaultSpanDays = 30;

/** What was read is good for so long: the source and the ledger go on. */
export const goodForMs: Record<PreviewPurpose, number> = {
  preview: 10 * 60_000,
  adoption: 60 * 60_000,
};
