import type { PortalDeps } from '../adapters/portal/portal-deps.ts';
import { type HistoryDeps, loadSettingsHistory } from '../application/settings/load-history.ts';
import {
  loadSettingsFacts,
  type SettingsFacts,
  type SettingsFactsDeps,
} from '../application/settings/load-settings-facts.ts';
import type { SaveSettingsDeps } from '../application/settings/save-settings.ts';
import { submitSettings } from '../application/settings/submit-settings.ts';
import type { Operator } from '../contracts/operator-item.ts';
import { type SettingsFormState, settingsView } from '../domain/portal/settings-view.ts';
import type { Pacer } from '../ports/pacer.ts';

export type SettingsPagesDeps = SettingsFactsDeps &
  SaveSettingsDeps &
  HistoryDeps & {
    pacer: Pacer;
    /** Undefined: it is gone. */
    operatorOf(operatorId: string): Promise<Operator | undefined>;
  };

/** The settings page as it is shown and as it is sent. */
export function settingsPages(
  deps: SettingsPagesDeps,
): Pick<PortalDeps, 'loadSettings' | 'submitSettings'> {
  return {
    async loadSettings({ operatorId }, { target, isSaved }) {
      const operator = await deps.operatorOf(operatorId);
      const facts = operator && (await loadSettingsFacts(deps, { operatorId, target }));
      await deps.pacer.flush(operatorId);
      return operator && facts && view(deps, operator, { facts, state: { isSaved } });
    },
    async submitSettings({ operatorId }, form) {
      const operator = await deps.operatorOf(operatorId);
      if (operator === undefined) return undefined;
      const answer = await submitSettings(deps, { operatorId, actor: 'operator', ...form });
      await deps.pacer.flush(operatorId);
      if (answer.kind === 'no_settings') return undefined;
      if (answer.kind === 'saved') return answer;
      const { facts, entered } = answer;
      const state =
        answer.kind === 'errors'
          ? { entered, errors: answer.errors }
          : { entered, meanwhile: answer.versions };
      return { kind: 'page', view: await view(deps, operator, { facts, state }) };
    },
  };
}

const shownAtMost = 20;

async function view(
  deps: SettingsPagesDeps,
  { name }: Operator,
  { facts, state }: { facts: SettingsFacts; state: SettingsFormState },
) {
  const history = await loadSettingsHistory(deps, facts.settings, shownAtMost);
  return settingsView({ operatorName: name, history, ...facts }, state);
}
