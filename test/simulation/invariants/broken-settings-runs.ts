import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { rentCode, rentElsewhere } from '../world/words.ts';
import type { BrokenRun } from './broken-runs.ts';
import { type HandMadeRun, operatorId } from './hand-made-run.ts';

/** Ways to break what holds of settings that change. */
export const brokenSettingsRuns: readonly BrokenRun[] = [
  {
    invariant: 'I18',
    what: 'a version is not in the history',
    spoil: ({ run }) => saved(run, { version: 1, isNoted: false }),
    says: /version 1 is not in the history/,
  },
  {
    invariant: 'I18',
    what: 'a save was made over another one',
    spoil: ({ run }) => {
      saved(run, { version: 1 });
      saved(run, { version: 1 });
    },
    says: /version 1 was saved over 1/,
  },
  {
    invariant: 'I18',
    what: 'a document went where nobody wants it any more',
    spoil: ({ run }) => {
      saved(run, { version: 1 });
      run.nowEpochMs += 60 * 60_000;
      const Invoices = [{ LineItems: [{ AccountCode: rentCode }] }];
      run.call({
        method: 'PUT',
        path: '/api.xro/2.0/Invoices',
        body: JSON.stringify({ Invoices }),
      });
    },
    says: /rent went to 200 .* not to 404/,
  },
];

/** Somebody has the rent go to another account. */
function saved(
  run: HandMadeRun,
  { version, isNoted = true }: { version: number; isNoted?: boolean },
) {
  const former = ledgerSettings({ operatorId, version: version - 1 });
  const next = { ...former, version, accountMap: { [rentCode]: rentElsewhere } };
  run.store('settings', 'save', { input: [former, next], output: true });
  const note = { operatorId, target: 'xero', version, by: 'operator', changes: [], settings: next };
  if (isNoted) run.store('settingsVersions', 'note', { input: note, output: undefined });
}
