import type { SourceClient } from '../../runtime/provider-client.ts';
import type { StoraSettings } from './settings.ts';
import { storaAccess } from './stora-access.ts';
import { storaAccount } from './stora-account.ts';
import { StoraSource } from './stora-source.ts';

/** What runs of Stora. */
export const storaClient: SourceClient<StoraSettings> = {
  whoIs: storaAccount,
  access: storaAccess,
  source: (settings, call) => new StoraSource(settings, call),
};
