import type { Target } from '../../contracts/ids.ts';
import { type SettingsVersion, settingsVersion } from '../../contracts/settings-version.ts';
import type { SettingsVersions } from '../../ports/settings-versions.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** An item for each version, in the order of their numbers. */
export class DynamoSettingsVersions implements SettingsVersions {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  note(version: SettingsVersion): Promise<void> {
    const { operatorId, target } = version;
    return this.#table.put(keys.settingsVersion(operatorId, target, version.version), version);
  }

  get(operatorId: string, target: Target, version: number): Promise<SettingsVersion | undefined> {
    return this.#table.get(keys.settingsVersion(operatorId, target, version), settingsVersion);
  }

  latest(listed: {
    operatorId: string;
    target: Target;
    below?: number | undefined;
    atMost: number;
  }): Promise<SettingsVersion[]> {
    const { operatorId, target, below, atMost } = listed;
    return this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: `${prefixes.settingsVersion}${target}#`,
      schema: settingsVersion,
      isNewestFirst: true,
      atMost,
      ...(below === undefined ? {} : { after: keys.settingsVersion(operatorId, target, below) }),
    });
  }
}
