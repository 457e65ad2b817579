import type { Target } from '../../shared/contracts/ids.ts';
import type { SettingsVersion } from '../../shared/contracts/settings-version.ts';
import type { SettingsVersions } from '../../shared/ports/settings-versions.ts';
import { Faults } from './faults.ts';

export class InMemorySettingsVersions implements SettingsVersions {
  readonly faults = new Faults();
  readonly #rows = new Map<string, SettingsVersion>();

  async note(version: SettingsVersion): Promise<void> {
    this.faults.check('note');
    this.#rows.set(keyOf(version), structuredClone(version));
  }

  async get(
    operatorId: string,
    target: Target,
    version: number,
  ): Promise<SettingsVersion | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(keyOf({ operatorId, target, version })));
  }

  async latest(listed: {
    operatorId: string;
    target: Target;
    below?: number | undefined;
    atMost: number;
  }): Promise<SettingsVersion[]> {
    this.faults.check('latest');
    const { operatorId, target, below = Number.POSITIVE_INFINITY, atMost } = listed;
    const rows = [...this.#rows.values()].filter(
      (row) => row.operatorId === operatorId && row.target === target && row.version < below,
    );
    rows.sort((left, right) => right.version - left.version);
    return structuredClone(rows.slice(0, atMost));
  }
}

function keyOf({
  operatorId,
  target,
  version,
}: Omit<SettingsVersion, 'by' | 'changes' | 'settings'>) {
  return `${operatorId} ${target} ${version}`;
}
