/**
 * Our own credentials are refused: the partner is paged and the operator can do nothing, so that a
 * prompt to reconnect would be wrong. After this long it is worth a try: the provider may have
 * given the partner a new application, for which every grant must be made anew.
 */
const offerReconnectAfterMs = 24 * 3_600_000;

export type ClientRefusal = 'none' | 'being_mended' | 'reconnect_may_help';

/** What an operator is told about a provider that refuses our credentials since the given instant. */
export function judgeClientRefusal(since: string | undefined, nowEpochMs: number): ClientRefusal {
  if (since === undefined) return 'none';
  const forMs = nowEpochMs - Date.parse(since);
  return forMs > offerReconnectAfterMs ? 'reconnect_may_help' : 'being_mended';
}
