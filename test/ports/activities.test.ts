import { describe } from 'vitest';
import { DynamoActivities } from '../../shared/adapters/dynamodb/activities.ts';
import { InMemoryActivities } from '../fakes/in-memory-activities.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import {
  activitiesSuite,
  activityPagesSuite,
  groupedActivitiesSuite,
  groupsAmongOthersSuite,
} from './activities-suite.ts';

describe('InMemoryActivities', () => {
  activitiesSuite(async () => new InMemoryActivities());
  activityPagesSuite(async () => new InMemoryActivities());
  groupedActivitiesSuite(async () => new InMemoryActivities());
  groupsAmongOthersSuite(async () => new InMemoryActivities());
});

describe('DynamoActivities', () => {
  const newTable = useDynalite();
  activitiesSuite(async () => new DynamoActivities(await newTable()));
  activityPagesSuite(async () => new DynamoActivities(await newTable()));
  groupedActivitiesSuite(async () => new DynamoActivities(await newTable()));
  groupsAmongOthersSuite(async () => new DynamoActivities(await newTable()));
});
