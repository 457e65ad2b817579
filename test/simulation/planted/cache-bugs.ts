import type { PlantedBug } from './planted-bug.ts';

/** What is remembered, or believed, for too long. */
export const cacheBugs: readonly PlantedBug[] = [
  {
    name: 'stale-epoch-used',
    mistake: 'A worker goes by the connections that it read first, whatever became of them.',
    breaks: ['I1', 'I6', 'I7', 'I9'],
    edits: [
      {
        file: 'shared/application/apply-changes/work-changes.ts',
        find: 'const { connections, marks } = await ports.aside.withConnections(operatorId);',
        replace: `const { connections: read, marks } = await ports.aside.withConnections(operatorId);
  const kept = ((ports.pacer as any).keptRows ??= new Map());
  const connections = kept.get(operatorId) ?? read;
  kept.set(operatorId, connections);`,
      },
    ],
  },
  {
    name: 'absence-remembered',
    mistake:
      'That an operator had no issue is remembered, and one that was raised since stays for ever.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: 'shared/application/apply-changes/end-issues.ts',
        find: 'if (through.length === 0) return wakeOthers(ports, { ...done, solved: [] });',
        replace: `const without = ((ports.pacer as any).without ??= new Set()) as Set<string>;
  if (through.length === 0 || without.has(operatorId))
    return wakeOthers(ports, { ...done, solved: [] });`,
      },
      {
        file: 'shared/application/apply-changes/end-issues.ts',
        find: 'const solved: Issue[] = [];',
        replace: `if (open.length === 0) without.add(operatorId);
  const solved: Issue[] = [];`,
      },
    ],
  },
  {
    name: 'index-lag-believed',
    mistake:
      'The sweep goes on behind the youngest debt it was shown; one that shows late is never found.',
    breaks: ['I1', 'I14'],
    edits: [
      {
        file: 'shared/application/write-back/sweep-write-backs.ts',
        find: 'let fromEpochMs = oldest.fromEpochMs;',
        replace: `const memory = deps.links as any;
  const seen = 'seen until in ' + shard;
  let fromEpochMs = Math.max(oldest.fromEpochMs, memory[seen] ?? 0);`,
      },
      {
        file: 'shared/application/write-back/sweep-write-backs.ts',
        find: 'const page = await deps.links.owing(place);',
        replace: `const page = await deps.links.owing(place);
    for (const { sinceEpochMs } of page.links) memory[seen] = sinceEpochMs + 1;`,
      },
    ],
  },
  {
    name: 'batch-half-answered',
    mistake: 'What a read of several links leaves unanswered is taken for never linked.',
    breaks: ['I2', 'I3', 'I6', 'I14', 'I15', 'I16'],
    edits: [
      {
        file: 'shared/adapters/dynamodb/batch-get.ts',
        find: 'return unanswered;',
        replace: 'return unanswered.slice(0, 0);',
      },
    ],
  },
  {
    name: 'debt-paid-twice',
    mistake:
      'What was read with a batch is paid again by its next message, under a key of its own.',
    breaks: ['I2', 'I12'],
    edits: [
      {
        file: 'shared/application/write-back/batch-rows.ts',
        find: 'this.#links.set(linkName(link), { row: link, readAtEpochMs: this.#ports.clock.nowEpochMs() });',
        replace: 'this.#links.get(linkName(link));',
      },
      {
        file: 'shared/application/write-back/pay-timeline.ts',
        find: 'isSameEffect(fresh.effects[name], before) && chooseTimelineNotes(fresh)?.effect === name,',
        replace: 'chooseTimelineNotes(fresh)?.effect !== "",',
      },
      {
        file: 'shared/application/write-back/pay-timeline.ts',
        find: 'ports.crypto.uuid5(effectName(begun, notes.effect)));',
        replace: 'ports.crypto.uuid());',
      },
    ],
  },
  {
    name: 'counts-nothing-again',
    mistake: 'Of a batch that is handed out again nobody doubts that it was counted.',
    breaks: ['I16'],
    edits: [
      {
        file: 'shared/application/counts/counted-links.ts',
        find: 'this.#isUnsure || (again.length > 0 && !this.#isUntouched(again))',
        replace: 'this.#isUnsure || again.length < 0',
      },
    ],
  },
];
