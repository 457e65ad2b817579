import { type AwsClients, openProviders } from '../../shared/composition/open-providers.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import type { StoredForms } from '../../shared/contracts/stored-forms.ts';
import type { Catalogue } from '../../shared/domain/ledger/drafts.ts';
import type { SourceSettings } from '../../shared/source/registry.ts';
import { type TargetSettings, targets } from '../../shared/targets/registry.ts';
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

/** Reads a ledger with an operator's own access, at the pace that all workers keep together. */
export function catalogueReader(
  place: Place,
): (operatorId: string, target: Target) => Promise<Catalogue> {
  return async (operatorId, target) => {
    const providers = openProviders({
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
    try {
      const ledgerFor = providers.ledgers[target];
      if (ledgerFor === undefined) throw new CliError(`${targets[target].name} is no ledger.`);
      return await ledgerFor(operatorId).catalogue.read();
    } finally {
      await providers.pacer.flush(operatorId);
    }
  };
}
