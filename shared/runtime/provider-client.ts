import type { Ledger } from '../ports/ledger/ledger.ts';
import type { Source } from '../ports/source.ts';
import type { WhoIs } from './oauth/authorized-call.ts';
import type { ProviderAccess } from './oauth/provider-access.ts';
import type { ProviderCallParts } from './provider-call.ts';

/** What runs of a provider: how one is authorised with it. `Settings` are its own. */
interface ProviderClient<Settings> {
  /** Which companies a token opens. */
  whoIs(settings: Settings): WhoIs;
  /** Whether a token is alive, and what ends it. */
  access(settings: Settings): ProviderAccess;
}

export interface SourceClient<Settings> extends ProviderClient<Settings> {
  /** For one operator. */
  source(settings: Settings, call: ProviderCallParts): Source;
}

export interface TargetClient<Settings> extends ProviderClient<Settings> {
  /** For one operator, and one company of it where the parts name one. */
  ledger(settings: Settings, call: ProviderCallParts): Ledger;
}
