import type { IssueDeps } from '../../../shared/adapters/portal/issue-deps.ts';

/** For tests of other pages: there is nothing that needs a person, and nothing to press. */
export const noIssuePages: IssueDeps = {
  loadIssues: async () => undefined,
  loadCause: async () => undefined,
  retryIssue: async () => 'no_such_issue',
  retryCause: async () => ({ answer: 'no_such_issue', records: 0 }),
  acceptCause: async () => ({ answer: 'no_such_issue', records: 0 }),
  acceptIssue: async () => 'no_such_issue',
  reopenIssue: async () => 'no_such_issue',
  loadChoose: async () => undefined,
  postDifferently: async () => ({ kind: 'no_such_issue' }),
};
