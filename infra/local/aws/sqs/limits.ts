// Sources: Amazon SQS Developer Guide (message, FIFO and queue quotas) and API Reference.

/** Largest body plus attributes of a message, and largest sum of a batch: 1 MiB since August 2025. */
export const maxMessageBytes = 1_048_576;

/** A message may stay invisible for 12 hours, counted from its receive. */
export const maxVisibilitySeconds = 43_200;

/** Deduplication ids and receive attempts are remembered for 5 minutes. */
export const deduplicationMs = 300_000;

/** A FIFO queue has at most this many messages in flight; above it receives return fewer. */
export const maxInFlight = 120_000;

/** A receive looks for available groups among this many oldest messages only. */
export const groupLookAhead = 120_000;

/** Entries of a batch and messages of a receive. */
export const maxBatchEntries = 10;
