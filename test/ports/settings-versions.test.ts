import { describe } from 'vitest';
import { DynamoSettingsVersions } from '../../shared/adapters/dynamodb/settings-versions.ts';
import { InMemorySettingsVersions } from '../fakes/in-memory-settings-versions.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { settingsVersionsSuite } from './settings-versions-suite.ts';

describe('InMemorySettingsVersions', () =>
  settingsVersionsSuite(async () => new InMemorySettingsVersions()));

describe('DynamoSettingsVersions', () => {
  const newTable = useDynalite();
  settingsVersionsSuite(async () => new DynamoSettingsVersions(await newTable()));
});
