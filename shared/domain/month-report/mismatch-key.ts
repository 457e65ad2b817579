import type { Mismatch } from '../../contracts/mismatch.ts';

/** Under which an acceptance is kept: class, record, and its currency where it has one. */
export function mismatchKey(
  mismatch: Pick<Mismatch, 'class' | 'kind' | 'sourceId' | 'targetId' | 'currency'>,
): string {
  const { sourceId = '', targetId = '', currency = '' } = mismatch;
  return [mismatch.class, mismatch.kind, sourceId, sourceId === '' ? targetId : '', currency].join(
    '#',
  );
}
