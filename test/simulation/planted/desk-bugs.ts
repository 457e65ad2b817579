import type { PlantedBug } from './planted-bug.ts';

const chooseWoken = 'shared/domain/issues/choose-woken.ts';
const retry = 'shared/application/issues/retry-issue.ts';
const sweep = 'shared/application/issues/sweep-issues.ts';

/** What people do with records that wait for them. */
export const deskBugs: readonly PlantedBug[] = [
  {
    name: 'wakes-what-was-accepted',
    mistake: 'The sweep asks with records that a person left as they are.',
    breaks: ['I19'],
    edits: [
      {
        file: chooseWoken,
        find: 'Map.groupBy(orderIssues(openOf(issues).filter(isShared)), sharedCause)',
        replace: 'Map.groupBy(orderIssues(issues.filter(isShared)), sharedCause)',
      },
      {
        file: sweep,
        find: 'const issues = openOf(listed).filter(',
        replace: 'const issues = listed.filter(',
      },
    ],
  },
  {
    name: 'retries-what-was-accepted',
    mistake: '"Try all of these again" forgets that a person left some of them as they are.',
    breaks: ['I19'],
    edits: [
      {
        file: retry,
        find: 'openOfCause(deps.issues, wish, { atMost: issuesReadAtMost })',
        replace:
          'openOfCause(deps.issues, wish, { atMost: issuesReadAtMost, isWanted: ({ target, cause }) => target === wish.target && cause === wish.cause })',
      },
    ],
  },
  {
    name: 'siblings-of-accepted',
    mistake: 'What waited for the same goes with the first that went through, accepted or not.',
    breaks: ['I19'],
    edits: [
      {
        file: chooseWoken,
        find: 'const found = openOf(issues).filter((issue) => {\n    if (!isShared',
        replace: 'const found = issues.filter((issue) => {\n    if (!isShared',
      },
    ],
  },
];
