/** What became of the wish to try a parked record again. */
export type RetryAnswer = 'queued' | 'no_such_issue' | 'source_not_connected';
