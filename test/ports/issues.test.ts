import { describe } from 'vitest';
import { DynamoIssues } from '../../shared/adapters/dynamodb/issues.ts';
import { InMemoryIssues } from '../fakes/in-memory-issues.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import {
  acceptedIssuesSuite,
  issuesSuite,
  issueWatchSuite,
  resolvedIssuesSuite,
  searchedIssuesSuite,
  wokenIssuesSuite,
} from './issues-suite.ts';

describe('InMemoryIssues', () => {
  issuesSuite(async () => new InMemoryIssues());
  issueWatchSuite(async () => new InMemoryIssues());
  wokenIssuesSuite(async () => new InMemoryIssues());
  resolvedIssuesSuite(async () => new InMemoryIssues());
  acceptedIssuesSuite(async () => new InMemoryIssues());
  searchedIssuesSuite(async () => new InMemoryIssues());
});

describe('DynamoIssues', () => {
  const newTable = useDynalite();
  issuesSuite(async () => new DynamoIssues(await newTable()));
  issueWatchSuite(async () => new DynamoIssues(await newTable()));
  wokenIssuesSuite(async () => new DynamoIssues(await newTable()));
  resolvedIssuesSuite(async () => new DynamoIssues(await newTable()));
  acceptedIssuesSuite(async () => new DynamoIssues(await newTable()));
  searchedIssuesSuite(async () => new DynamoIssues(await newTable()));
});
