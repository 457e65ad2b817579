import type { OtherTargetClient } from '../provider-client.ts';
import { rolodexApplier } from './applier.ts';
import { rolodexAccess, rolodexAccount } from './rolodex-oauth.ts';
import type { RolodexSettings } from './settings.ts';

/** What runs of Rolodex. */
export const rolodexClient: OtherTargetClient<RolodexSettings> = {
  whoIs: rolodexAccount,
  access: rolodexAccess,
  applier: rolodexApplier,
};
