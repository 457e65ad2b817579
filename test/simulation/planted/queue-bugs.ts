import type { PlantedBug } from './planted-bug.ts';

const worker = 'shared/runtime/queue-worker.ts';
const deferrer = 'shared/adapters/sqs/defer-visibility.ts';
const tryChanges = 'shared/application/apply-changes/try-changes.ts';
const writeBack = 'shared/application/write-back/write-back.ts';

/** Between a queue and the work: order, deferrals, acknowledgements, debts. */
export const queueBugs: readonly PlantedBug[] = [
  {
    name: 'forgets-the-tail',
    mistake:
      'Only the first deferred message of a group is kept, those behind it are acknowledged.',
    breaks: ['I1', 'I6'],
    edits: [
      {
        file: worker,
        find: 'const kept = records.slice(first);',
        replace: 'const kept = records.slice(first, first + 1);',
      },
    ],
  },
  {
    name: 'resends-to-the-same-queue',
    mistake:
      'What is deferred is sent again under its dedupe id, which the queue drops, and acknowledged.',
    breaks: ['I1', 'I6'],
    edits: [
      {
        file: worker,
        find: '  return kept.map((record) => record.messageId);',
        replace: `  for (const record of kept) await parts.deferrer.resend(record);
  return [];`,
      },
      {
        file: deferrer,
        find: '  async #deferBatch(',
        replace: `  async resend(record) {
    class SendMessageCommand {
      constructor(input) {
        this.input = input;
      }
    }
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: record.body,
        MessageGroupId: record.attributes.MessageGroupId,
        MessageDeduplicationId: record.attributes.MessageDeduplicationId,
      }),
    );
  }

  async #deferBatch(`,
      },
    ],
  },
  {
    name: 'error-acknowledges',
    mistake: 'A change whose work failed in a way nobody foresaw counts as done.',
    breaks: ['I1', 'I6'],
    edits: [
      {
        file: tryChanges,
        find: "      case 'unforeseen':\n",
        replace: `        for (const message of open) results.set(message, end.deferral);
        return;
      case 'unforeseen':
        for (const message of open) results.set(message, done({ kind: 'skipped', reason: 'duplicate' }));
        break;
`,
      },
    ],
  },
  {
    name: 'provider-error-acknowledges-debts',
    mistake: 'A write-back that the source failed is taken for done, although nothing was paid.',
    breaks: ['I6'],
    edits: [
      {
        file: writeBack,
        find: "return { kind: 'deferred', reason: code, retryAfterSeconds, wait: 'failure' };",
        replace: "return { kind: 'done' };",
      },
    ],
  },
  {
    name: 'no-sweep-of-debts',
    mistake: 'Debts whose message was lost are never sent again.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: 'shared/domain/write-back/sweep-spans.ts',
        find: 'return [...hours, ...days, ...weeks].map((sinceMs) => {',
        replace: 'return [...hours, ...days, ...weeks].slice(0, 0).map((sinceMs) => {',
      },
    ],
  },
  {
    name: 'never-gives-up',
    mistake: 'A change whose work ends in nothing each time is begun again and again.',
    breaks: ['I11'],
    edits: [
      {
        file: 'shared/domain/retry/tries.ts',
        find: 'return tryNumber(counts, key) >= triesAtMost;',
        replace: 'return tryNumber(counts, key) > 1_000 * triesAtMost;',
      },
      {
        file: 'shared/domain/retry/tries.ts',
        find: 'Math.min(countOf(counts, key) + 1, triesAtMost - 1)',
        replace: 'countOf(counts, key) + 1',
      },
      {
        file: 'shared/application/apply-changes/failure.ts',
        find: 'isLastTry: tries >= triesAtMost,',
        replace: 'isLastTry: false,',
      },
    ],
  },
  {
    name: 'drops-while-resting',
    mistake: 'Changes that come while a connection waits for its operator are dropped.',
    breaks: ['I1', 'I7'],
    edits: [
      {
        file: 'shared/domain/tokens/is-live-epoch.ts',
        find: "return connection.status === 'connected' || connection.status === 'needs_reconnect';",
        replace: "return connection.status === 'connected';",
      },
    ],
  },
];
