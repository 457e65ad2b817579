import { describe } from 'vitest';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { InMemorySettings } from '../fakes/in-memory-settings.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import { settingsStoreSuite } from './settings-store-suite.ts';

describe('InMemorySettings', () => settingsStoreSuite(async () => new InMemorySettings()));

describe('DynamoSettingsStore', () => {
  const newTable = useDynalite();
  settingsStoreSuite(async () => new DynamoSettingsStore(await newTable()));
});
