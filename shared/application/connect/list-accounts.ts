import type { ListedAccount } from '../../contracts/account-items.ts';
import type { Provider } from '../../contracts/ids.ts';
import { DeferredError, ProviderError } from '../../domain/errors/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionKey } from '../../ports/connections.ts';
import type { Log } from '../../ports/log.ts';
import type { OauthProvider } from '../../ports/oauth-provider.ts';
import type { Pacer } from '../../ports/pacer.ts';

export interface ListAccountsDeps {
  providers: Record<Provider, OauthProvider>;
  pacer: Pacer;
  clock: Clock;
  log: Log;
}

/** The code is spent by now, so the question is asked again. */
const tries = 2;
const pauseMs = 1_000;
/** Somebody waits for the page, and the gateway gives up after 30 s. */
const patienceMs = 15_000;

/** Asks which companies a fresh grant opens; what kept the answer away is told to the person. */
export async function listAccounts(
  deps: ListAccountsDeps,
  { operatorId, provider }: ConnectionKey,
  accessToken: string,
): Promise<ListedAccount[] | 'no_account' | 'provider_unavailable'> {
  // The question takes a slot like any call: the company may be busy with what we do for it already.
  const call = { operatorId, provider, lane: 'live' } as const;
  const givesUpAtEpochMs = deps.clock.nowEpochMs() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.pacer.run(call, () => deps.providers[provider].accountsOf(accessToken));
    } catch (error) {
      // Recovery: what may pass is tried again; what remains is told to the person.
      const waitMs = pauseAfter(error, attempt);
      if (waitMs !== undefined && deps.clock.nowEpochMs() + waitMs < givesUpAtEpochMs) {
        await deps.clock.sleep(waitMs);
        continue;
      }
      const code = error instanceof ProviderError ? error.failure.code : 'pace';
      deps.log.warn('authorization.account_unknown', { code, attempt });
      return code === 'no_account' ? 'no_account' : 'provider_unavailable';
    }
  }
}

/** Undefined when asking again is of no use. @throws what nobody foresaw. */
function pauseAfter(error: unknown, attempt: number): number | undefined {
  if (error instanceof DeferredError) return error.retryAfterSeconds * 1_000;
  if (!(error instanceof ProviderError)) throw error;
  return error.failure.canRetryHelp && attempt < tries ? pauseMs : undefined;
}
