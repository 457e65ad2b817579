import { advancePreview } from '../../shared/application/preview/advance-preview.ts';
import { type AwsClients, openProviders } from '../../shared/composition/open-providers.ts';
import type { StoredForms } from '../../shared/contracts/stored-forms.ts';
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
}

/** The command has one answer to give and no log of its own. */
const silent = { info: () => {}, warn: () => {}, error: () => {}, count: () => {} };
/** As long as one answer of the portal; the command asks again. */
const atOnceMs = 8_000;

/** Reads source and ledger with an operator's own access, at the pace that all workers keep together. */
export function openReaders(place: Place): Pick<Access, 'catalogueOf' | 'readPreview'> {
  return {
    async catalogueOf(operatorId, target) {
      const providers = open(place);
      try {
        const ledgerFor = providers.ledgers[target];
        if (ledgerFor === undefined) throw new CliError(`${targets[target].name} is no ledger.`);
        return await ledgerFor(operatorId).catalogue.read();
      } finally {
        await providers.pacer.flush(operatorId);
      }
    },
    async readPreview(wish) {
      const providers = open(place);
      for (let isFresh = wish.isFresh ?? false; ; isFresh = false) {
        const untilEpochMs = providers.clock.nowEpochMs() + atOnceMs;
        const end = await advancePreview(providers, { ...wish, isFresh }, untilEpochMs);
        if (end.kind !== 'reading') return end;
        await providers.clock.sleep(end.retryAfterSeconds * 1_000);
      }
    },
  };
}

function open(place: Place) {
  return openProviders({
    env: {
      TABLE_NAME: place.tableName,
      KEY_ID: place.keyId,
      STORED_FORMS: place.forms,
      SOURCE_SETTINGS: place.source,
      TARGET_SETTINGS: place.targets,
    },
    lane: 'live',
    log: silent,
    metrics: silent,
    clients: place.clients,
  });
}
