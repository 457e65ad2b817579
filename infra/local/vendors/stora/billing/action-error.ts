/** A control action that cannot be done; the text says what to do instead. */
export class ActionError extends Error {}
