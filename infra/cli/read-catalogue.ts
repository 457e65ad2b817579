import { type AwsClients, openProviders } from '../../shared/composition/open-providers.ts';
import type { Catalogue } from '../../shared/domain/ledger/drafts.ts';
import type { StoraSettings } from '../../shared/source/stora/settings.ts';
import type { XeroSettings } from '../../shared/targets/xero/settings.ts';

interface Place {
  tableName: string;
  keyId: string;
  stora: StoraSettings;
  xero: XeroSettings;
  clients: AwsClients;
}

/** The command has one answer to give and no log of its own. */
const silent = { info: () => {}, warn: () => {}, error: () => {}, count: () => {} };

/** Reads the ledger with an operator's own access, at the pace that all workers keep together. */
export function catalogueReader(place: Place): (operatorId: string) => Promise<Catalogue> {
  return async (operatorId) => {
    const providers = openProviders({
      env: {
        TABLE_NAME: place.tableName,
        KEY_ID: place.keyId,
        STORA_SETTINGS: place.stora,
        XERO_SETTINGS: place.xero,
      },
      lane: 'live',
      log: silent,
      metrics: silent,
      clients: place.clients,
    });
    try {
      return await providers.ledgerFor(operatorId).catalogue.read();
    } finally {
      await providers.pacer.settle(operatorId);
    }
  };
}
