const renewal = 'token.refreshed';

/** Noted for the audit, but it comes so often by itself that it would hide everything else from the operator. */
const routine = new Set([renewal, 'token.discarded']);

/**
 * A renewal that worked says nothing any more once the next ones did. A month is enough to look into
 * what went wrong with a connection.
 */
const renewalsKeptMs = 30 * 86_400_000;

/** Tells whether an activity happens by itself, again and again. */
export function isRoutine(type: string): boolean {
  return routine.has(type);
}

/** From when on an activity may be forgotten; undefined: with its operator only. */
export function endOfActivity({ type, at }: { type: string; at: string }): number | undefined {
  return type === renewal ? Date.parse(at) + renewalsKeptMs : undefined;
}
