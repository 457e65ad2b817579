/** Names one pair of one authorization. */
interface PairName {
  epoch: number;
  tokenVersion: number;
}

/** Tells whether both mean the same pair: each authorization and each refresh makes another one. */
export function isSamePair(left: PairName, right: PairName): boolean {
  return left.epoch === right.epoch && left.tokenVersion === right.tokenVersion;
}
