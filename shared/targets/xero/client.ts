import type { TargetClient } from '../../runtime/provider-client.ts';
import type { XeroSettings } from './settings.ts';
import { xeroAccess } from './xero-access.ts';
import { xeroAccount } from './xero-account.ts';
import { XeroLedger } from './xero-ledger.ts';

/** What runs of Xero. */
export const xeroClient: TargetClient<XeroSettings> = {
  whoIs: xeroAccount,
  access: xeroAccess,
  ledger: (settings, call) => new XeroLedger(settings, call),
};
