import type { SettingsFacts } from '../../shared/application/settings/load-settings-facts.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';
import { requireOperator } from './require-operator.ts';

export interface SettingsOwner {
  operatorId: string;
  target: Target;
}

/** An operator's settings with both systems as they stand. @throws CliError where there are none. */
export async function requireFacts(access: Access, owner: SettingsOwner): Promise<SettingsFacts> {
  await requireOperator(access, owner.operatorId);
  const facts = await access.settingsFactsOf(owner);
  if (facts !== undefined) return facts;
  throw new CliError(
    `${owner.operatorId} has no settings yet: they are chosen when it connects its ledger.`,
  );
}
