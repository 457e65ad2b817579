import type { Issue } from '../../shared/contracts/issue-items.ts';
import { anOperatorId } from './an-operator.ts';

export function anIssue(overrides: Partial<Issue> = {}): Issue {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    kind: 'invoice',
    sourceId: 'inv_0001',
    cause: 'account_missing',
    message: 'A line has no accounting code and no default account is set.',
    remedy: 'Choose a default account in the settings.',
    label: 'HBR-0001',
    raisedAt: '2026-11-30T09:00:00.000Z',
    lastSeenAt: '2026-11-30T09:00:00.000Z',
    times: 1,
    ...overrides,
  };
}
