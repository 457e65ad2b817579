import type { PlantedBug } from './planted-bug.ts';

const receive = 'shared/application/receive-webhook/receive-webhook.ts';

/** Between the source's webhook and our queue. */
export const intakeBugs: readonly PlantedBug[] = [
  {
    name: 'strict-replay-window',
    mistake: 'A signature older than 300 s is refused, so late retries are lost.',
    breaks: ['I1', 'I7', 'I14'],
    edits: [
      {
        file: 'shared/domain/webhooks/signature-header.ts',
        find: 'ageSeconds <= window.maxAgeSeconds',
        replace: 'ageSeconds <= 300',
      },
    ],
  },
  {
    name: 'seen-before-send',
    mistake:
      'An event is noted as seen before it is queued, so a retry after a failed send is dropped.',
    breaks: ['I1', 'I7'],
    edits: [
      {
        file: receive,
        find: '      await ports.queues[message.target].send(message, dedupeId);',
        // Outlives every process of a run, like a row in the table.
        replace: `      const { endpoints } = ports as unknown as { endpoints: { seenEvents?: Set<string> } };
      const { seenEvents = new Set<string>() } = endpoints;
      Object.assign(endpoints, { seenEvents });
      if (seenEvents.has(message.eventId)) continue;
      seenEvents.add(message.eventId);
      await ports.queues[message.target].send(message, dedupeId);`,
      },
    ],
  },
  {
    name: 'answers-before-send',
    mistake:
      'The webhook is answered before the queue has taken the change, and a failed send is swallowed.',
    breaks: ['I1', 'I7'],
    edits: [
      {
        file: receive,
        find: '      await ports.queues[message.target].send(message, dedupeId);',
        replace:
          '      await ports.queues[message.target].send(message, dedupeId).catch(() => undefined);',
      },
    ],
  },
  {
    name: 'one-dedupe-id-per-record',
    mistake:
      'Changes are deduplicated by record and not by event, so the second change of five minutes is lost.',
    breaks: ['I1', 'I7'],
    edits: [
      {
        file: receive,
        find: 'send(message, dedupeId);',
        replace: 'send(message, message.sourceId);',
      },
    ],
  },
];
