import { advancePreview } from '../../shared/application/preview/advance-preview.ts';
import { loadSettingsFacts } from '../../shared/application/settings/load-settings-facts.ts';
import { type AwsClients, openProviders } from '../../shared/composition/open-providers.ts';
import { openSettings } from '../../shared/composition/open-settings.ts';
import { storesOf } from '../../shared/composition/open-stores.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import type { StoredForms } from '../../shared/contracts/stored-forms.ts';
import type { Catalogue } from '../../shared/domain/ledger/drafts.ts';
import type { Lane } from '../../shared/ports/pacer.ts';
import type { SourceSettings } from '../../shared/source/registry.ts';
import { type TargetSettings, targets } from '../../shared/targets/registry.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';

interface Place {
  tableName: string;
  keyId: string;
  forms: StoredForms;
  source: SourceSettings;
  targets: TargetSettings;
  clients: AwsClients;
  /** @default live */
  lane?: Lane;
}

/** The command has one answer to give and no log of its own. */
const silent = { info: () => {}, warn: () => {}, error: () => {}, count: () => {} };

/** Reads a ledger with an operator's own access, at the pace that all workers keep together. */
export function catalogueReader(
  place: Place,
): (operatorId: string, target: Target) => Promise<Catalogue> {
  return (operatorId, target) =>
    withProviders(place, operatorId, (providers) => {
      const ledgerFor = providers.ledgers[target];
      if (ledgerFor === undefined) throw new CliError(`${targets[target].name} is no ledger.`);
      return ledgerFor(operatorId).catalogue.read();
    });
}

/** The same of everything that settings have to fit. */
export function settingsFactsReader(place: Place): Access['settingsFactsOf'] {
  return (owner) =>
    withProviders(place, owner.operatorId, (providers) =>
      loadSettingsFacts({ ...providers, ...openSettings(providers) }, owner),
    );
}

/** As long as one answer of the portal; then what was read is kept, and it goes on. */
const atOnceMs = 8_000;

/** A preview, read to its end. */
export function previewReader(place: Place): Access['readPreview'] {
  return (wish) =>
    withProviders(place, wish.operatorId, async (providers) => {
      const { clock } = providers;
      for (let isFresh = wish.isFresh ?? false; ; isFresh = false) {
        const until = clock.nowEpochMs() + atOnceMs;
        const end = await advancePreview(providers, { ...wish, isFresh }, until);
        if (end.kind !== 'reading') return end;
        await clock.sleep(end.retryAfterSeconds * 1_000);
      }
    });
}

type Providers = ReturnType<typeof openProviders>;
type Opened = Omit<ReturnType<typeof storesOf>, keyof Providers> & Providers;

/** Both sides, as a command asks them. */
export function sidesAsker(place: Place): Access['withSides'] {
  return (operatorId, ask, lane = 'live') =>
    withProviders(
      lane === 'live' ? place : { ...place, lane: 'reconcile' },
      operatorId,
      (providers) => ask(providers),
    );
}

async function withProviders<T>(
  { tableName, keyId, forms, source, targets: told, clients, lane = 'live' }: Place,
  operatorId: string,
  ask: (providers: Opened) => Promise<T>,
): Promise<T> {
  const env = {
    TABLE_NAME: tableName,
    KEY_ID: keyId,
    STORED_FORMS: forms,
    SOURCE_SETTINGS: source,
    TARGET_SETTINGS: told,
  };
  const providers = openProviders({ env, lane, log: silent, metrics: silent, clients });
  try {
    return await ask({ ...storesOf(providers), ...providers });
  } finally {
    await providers.pacer.flush(operatorId);
  }
}
