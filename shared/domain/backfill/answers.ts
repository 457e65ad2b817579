/** What came of the wish to begin a run. */
export type StartAnswer = 'started' | 'under_way' | 'not_connected' | 'switched_off';

/** What came of the wish to pause, resume or cancel one. `not_now`: it is not so that this could be done. */
export type DirectAnswer = 'paused' | 'resumed' | 'cancelled' | 'not_now' | 'none';
