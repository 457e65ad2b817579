import type { Applier } from '../application/apply-changes/applier.ts';
import type { Ledger } from '../ports/ledger/ledger.ts';
import type { Source } from '../ports/source.ts';
import type { WhoIs } from '../runtime/oauth/authorized-call.ts';
import type { ProviderAccess } from '../runtime/oauth/provider-access.ts';
import type { ProviderCallParts } from '../runtime/provider-call.ts';

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

/** What a call needs, for one operator, and one company of it where that is named. */
export type CallFor = (operatorId: string, accountId?: string) => ProviderCallParts;

/** A ledger: changes are posted to it as to every ledger. */
export interface LedgerClient<Settings> extends ProviderClient<Settings> {
  ledger(settings: Settings, call: ProviderCallParts): Ledger;
}

/** Any other target takes changes in its own way. */
export interface OtherTargetClient<Settings> extends ProviderClient<Settings> {
  applier(settings: Settings, callFor: CallFor): Applier;
}

export type TargetClient<Settings> = LedgerClient<Settings> | OtherTargetClient<Settings>;
