/** Receives after which a batch is cut up, and after which its records go one by one. */
const cutAfterReceives = 4;
const aloneAfterReceives = 9;
const recordsOfCut = 3;

/**
 * How many records are read, applied and committed together. As many as there are while all goes well:
 * that takes the fewest calls. A batch that keeps coming back may need more of them at once than the
 * provider's caps leave, whatever was done for it so far; in smaller parts each receive gets further.
 */
export function recordsTogether(receiveCount: number): number {
  if (receiveCount > aloneAfterReceives) return 1;
  return receiveCount > cutAfterReceives ? recordsOfCut : Number.POSITIVE_INFINITY;
}
