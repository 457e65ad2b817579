import type { PlantedBug } from './planted-bug.ts';

const worker = 'shared/application/apply-changes/apply-changes.ts';
const workAside = 'shared/application/apply-changes/work-aside.ts';
const workChanges = 'shared/application/apply-changes/work-changes.ts';

/** Mistakes with what stands beside the queue while a connection is dead. */
export const asideBugs: readonly PlantedBug[] = [
  {
    name: 'acknowledges-before-it-stands-aside',
    mistake: 'Changes are acknowledged while they are still on their way to their place aside.',
    breaks: ['I1', 'I6'],
    edits: [
      {
        file: worker,
        find: '    await putAside(open, ports);',
        replace: '    void putAside(open, ports).catch(() => undefined);',
      },
    ],
  },
  {
    name: 'takes-away-before-it-is-worked',
    mistake: 'What stands aside is taken away first and worked then.',
    breaks: ['I1', 'I6'],
    edits: [
      {
        file: workAside,
        find: '  const results = await applyBatch(',
        replace: `  await ports.aside.remove(key, { changes, by: '', receive: 1, atEpochMs: 0 });
  const results = await applyBatch(`,
      },
    ],
  },
  {
    name: 'remembers-that-none-stands-aside',
    mistake: 'A worker that once found nothing aside of an operator never looks again.',
    breaks: ['I6'],
    edits: [
      {
        file: workChanges,
        find: 'const rememberedFromTry = 3;',
        replace: 'const rememberedFromTry = 3;\nconst free = new Set<string>();',
      },
      {
        file: workChanges,
        find: '  if (!first.isFromAside && marks.some(',
        replace: `  if (marks.length === 0) free.add(operatorId);
  if (!first.isFromAside && !free.has(operatorId) && marks.some(`,
      },
    ],
  },
  {
    name: 'brings-back-in-any-order',
    mistake: 'What stands aside has no order there.',
    breaks: ['I6'],
    edits: [
      {
        file: 'shared/domain/resting/aside-place.ts',
        find: "return sequence.padStart(digits, '0');",
        replace: "return [...sequence].reverse().join('').padEnd(digits, '0');",
      },
    ],
  },
];
