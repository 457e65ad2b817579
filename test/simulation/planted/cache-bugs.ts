import type { PlantedBug } from './planted-bug.ts';

/** What is remembered, or believed, for too long. */
export const cacheBugs: readonly PlantedBug[] = [
  {
    name: 'stale-epoch-used',
    mistake: 'A token that was read once is used for an hour, whatever became of its connection.',
    breaks: ['I9'],
    edits: [
      {
        file: 'shared/application/tokens/recent-connections.ts',
        find: 'return ageMs <= (isDue ? recentForWhenDueMs : recentForMs) ? row : undefined;',
        replace: 'return isDue || ageMs > 3_600_000 ? undefined : row;',
      },
    ],
  },
  {
    name: 'absence-remembered',
    mistake:
      'That a ledger is not connected is remembered for minutes, and its changes are left out.',
    breaks: ['I1', 'I7'],
    edits: [
      {
        file: 'shared/domain/intake/receivers.ts',
        find: 'return isOfEndpoint && leavesNobodyOut && isFirstTry;',
        replace: 'return isOfEndpoint && (leavesNobodyOut || isFirstTry);',
      },
      {
        file: 'shared/runtime/intake-memory.ts',
        find: 'export const connectionsKept = { entries: 500, lifeMs: 2_000 };',
        replace: 'export const connectionsKept = { entries: 500, lifeMs: 600_000 };',
      },
    ],
  },
  {
    name: 'batch-half-answered',
    mistake: 'What a read of several links leaves unanswered is taken for never linked.',
    breaks: ['I2', 'I3', 'I6', 'I14', 'I16'],
    edits: [
      {
        file: 'shared/adapters/dynamodb/batch-get.ts',
        find: 'if (answer.unanswered.length === 0) return items;',
        replace: 'if (answer.items.length >= 0) return items;',
      },
    ],
  },
];
