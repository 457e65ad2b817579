/** Under so many keys of the index links that owe lie, by their operator. May be raised, never lowered. */
export const owingShards = 16;

/** `former`: as the version before put them into the index, all under one key, by their last save. */
export type OwingShard = number | 'former';
