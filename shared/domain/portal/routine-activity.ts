/** Noted for the audit, but so frequent that it would hide everything else from the operator. */
const routine = new Set(['token.refreshed', 'token.discarded']);

/** Tells whether an activity happens by itself, many times a day. */
export function isRoutine(type: string): boolean {
  return routine.has(type);
}
