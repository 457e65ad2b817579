import { maxBatchEntries } from '../limits.ts';
import { SqsError, simpleQueueServiceError } from '../sqs-error.ts';

export interface BatchFailure {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

export interface BatchResult<Success> {
  readonly Successful: readonly Success[];
  readonly Failed: readonly BatchFailure[];
}

/**
 * Runs every entry of a batch; one that fails does not stop the others.
 * @throws SqsError when the batch as a whole is malformed.
 */
export function runBatch<Entry extends { readonly Id: string }, Success>(
  entries: readonly Entry[],
  run: (entry: Entry) => Success,
): BatchResult<Success & { readonly Id: string }> {
  checkBatch(entries.map((entry) => entry.Id));
  const Successful: (Success & { readonly Id: string })[] = [];
  const Failed: BatchFailure[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ ...run(entry), Id: entry.Id });
    } catch (error) {
      // A refused entry is part of the answer; anything else is a fault of the emulator.
      if (!(error instanceof SqsError)) throw error;
      Failed.push(failureOf(entry.Id, error));
    }
  }
  return { Successful, Failed };
}

function failureOf(id: string, error: SqsError): BatchFailure {
  return { Id: id, SenderFault: true, Code: error.batchCode, Message: error.batchMessage };
}

function checkBatch(ids: readonly string[]): void {
  if (ids.length === 0) {
    throw simpleQueueServiceError(
      'EmptyBatchRequest',
      'There should be at least one entry in the request.',
    );
  }
  if (ids.length > maxBatchEntries) {
    throw simpleQueueServiceError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maxBatchEntries}. You have sent ${ids.length}.`,
    );
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw simpleQueueServiceError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw simpleQueueServiceError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  }
}
