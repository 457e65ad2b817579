import type { Finding, HealthFacts } from './finding.ts';

/**
 * Calls of one document on the live path: look-ups, creates and payments are shared by up to fifty of
 * them, a note in the history is a call of its own.
 */
const callsPerDocument = 0.4;
const callsPerNote = 1;

/** The busiest day of late fits into what the ledger takes in a day. */
export function checkCalls(facts: HealthFacts): Finding[] {
  const { settings, uses, callsPerDay, names } = facts;
  const documents = uses?.documentsPerDay ?? 0;
  const calls = expectedCalls(documents, settings.historyNotes);
  if (callsPerDay === undefined || calls <= callsPerDay) return [];
  const without = expectedCalls(documents, false);
  const canDoWithout = settings.historyNotes && without <= callsPerDay;
  return [
    {
      cause: 'too_many_calls',
      place: 'documents',
      ...(canDoWithout ? { field: 'historyNotes' } : {}),
      message: `On your busiest day ${documents} invoices were raised: about ${calls} calls, and ${names.target} takes ${callsPerDay} a day.`,
      remedy: canDoWithout
        ? `Switch the notes in the history off below (about ${without} calls then), or choose a larger plan of ${names.target}. Nothing is lost: what does not fit goes the next day.`
        : `Choose a larger plan of ${names.target}. Nothing is lost: what does not fit goes the next day.`,
    },
  ];
}

function expectedCalls(documents: number, hasNotes: boolean): number {
  return Math.ceil(documents * (callsPerDocument + (hasNotes ? callsPerNote : 0)));
}
