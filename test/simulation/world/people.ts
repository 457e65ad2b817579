import { sampleUsers } from '../../../infra/local/vendors/xero/oauth/consent-page.ts';
import {
  cancelBackfill,
  pauseBackfill,
  resumeBackfill,
  startBackfill,
} from '../../../shared/application/backfill/direct-run.ts';
import { afterConnected } from '../../../shared/application/connect/after-connected.ts';
import { finishAuthorization } from '../../../shared/application/connect/finish-authorization.ts';
import { startAuthorization } from '../../../shared/application/connect/start-authorization.ts';
import { disconnect } from '../../../shared/application/disconnect/disconnect.ts';
import { acceptIssue, reopenIssue } from '../../../shared/application/issues/accept-issue.ts';
import { retryCause, retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import { advancePreview } from '../../../shared/application/preview/advance-preview.ts';
import { startNight } from '../../../shared/application/reconcile/start-night.ts';
import { bringBack } from '../../../shared/application/resting/bring-back.ts';
import { switchPosting } from '../../../shared/application/settings/switch-posting.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import type { SessionClaims } from '../../../shared/contracts/portal-tokens.ts';
import type { ConnectionKey } from '../../../shared/ports/connections.ts';
import type { Ended } from '../engine/function-pool.ts';
import type { Engine } from '../engine/with-faults.ts';
import { client, portalBaseUrl } from './addresses.ts';
import type { Functions, VisitDeps } from './functions.ts';
import type { Vendors } from './vendors.ts';

const directions = {
  start: startBackfill,
  pause: pauseBackfill,
  resume: resumeBackfill,
  cancel: cancelBackfill,
};

/** What a person ticks, and said before. */
interface Wish {
  organisations: readonly string[];
  mayBeOtherAccount: boolean;
}

function own(operatorId: string): Wish {
  return { organisations: [operatorId], mayBeOtherAccount: false };
}

/** What an operator's people do in a browser: at our pages, at the vendors' pages, and back. */
export class People {
  /** Visits under way. */
  open = 0;
  readonly #engine: Engine;
  readonly #functions: Functions;
  readonly #vendors: Vendors;

  readonly #hasOneBookkeeper: boolean;

  constructor(
    engine: Engine,
    parts: { functions: Functions; vendors: Vendors; hasOneBookkeeper: boolean },
  ) {
    this.#engine = engine;
    this.#hasOneBookkeeper = parts.hasOneBookkeeper;
    this.#functions = parts.functions;
    this.#vendors = parts.vendors;
  }

  /** Gives permission; the browser may be closed on the way, or come back twice. */
  connect(operatorId: string, provider: Provider, wish: Wish = own(operatorId)): void {
    const { time, dice } = this.#engine;
    const { mayBeOtherAccount } = wish;
    const session = this.#session(operatorId);
    const started = this.#visit('portal', async (deps) => {
      const start = { session, provider, mayBeOtherAccount };
      return startAuthorization(deps, start);
    }).then((ended) => {
      if (ended.kind !== 'succeeded') return;
      const luck = dice.roll('callback', provider);
      if (luck === 'callback_never') return;
      const url = String(ended.output);
      const callback = this.#approve({ operatorId, provider, url }, wish);
      const back = () => time.follow(this.#comeBack(session, provider, callback));
      this.open += 1;
      time.after(2_000 + dice.random.below(4_000), () => {
        this.open -= 1;
        back();
        if (luck === 'callback_twice') time.after(dice.random.below(300), back);
      });
    });
    time.follow(started);
  }

  disconnect(operatorId: string, provider: Provider): void {
    const visit = this.#visit('portal', async (deps) => {
      await disconnect(deps, { operatorId, provider, actor: 'operator' });
      await deps.pacer.flush(operatorId);
    });
    this.#engine.time.follow(visit);
  }

  directBackfill(operatorId: string, does: keyof typeof directions): void {
    const direction = { operatorId, target: 'xero', actor: 'operator' } as const;
    this.#engine.time.follow(this.#visit('portal', (deps) => directions[does](deps, direction)));
  }

  /** As `rollerdoor reconcile` does it; all months whose turn it is, or these alone. */
  reconcile(operatorId: string, months?: string[]): void {
    const wish = { operatorId, target: 'xero', actor: 'engineer', reason: 'asked' } as const;
    const visit = this.#visit('portal', (deps) =>
      startNight(deps, { ...wish, ...(months === undefined ? {} : { months }) }),
    );
    this.#engine.time.follow(visit);
  }

  retry(issue: Issue): void {
    const { operatorId, target, kind, sourceId } = issue;
    const visit = this.#visit('portal', (deps) =>
      retryIssue(deps, { operatorId, target, kind, sourceId }, 'operator'),
    );
    this.#engine.time.follow(visit);
  }

  /** As the page of the preview does it. */
  switchPosting(operatorId: string, isOn: boolean): void {
    const visit = this.#visit('portal', async (deps) => {
      await switchPosting(deps, { operatorId, target: 'xero', isOn, by: `link-${operatorId}` });
      if (isOn) await bringBack(deps, operatorId);
    });
    this.#engine.time.follow(visit);
  }

  lookAtPreview(operatorId: string): void {
    const wish = { operatorId, target: 'xero', purpose: 'preview' } as const;
    const visit = this.#visit('portal', (deps) =>
      advancePreview(deps, wish, deps.clock.nowEpochMs() + 8_000),
    );
    this.#engine.time.follow(visit);
  }

  /** Tries all records of a cause again. */
  retryCause({ operatorId, target, cause }: Issue): void {
    const visit = this.#visit('portal', (deps) =>
      retryCause(deps, { operatorId, target, cause }, 'operator'),
    );
    this.#engine.time.follow(visit);
  }

  /** Leaves a record as it is, or no longer. */
  leave(issue: Issue, isLeft: boolean): void {
    const visit = this.#visit('portal', (deps) =>
      isLeft
        ? acceptIssue(deps, { key: issue, reason: 'Entered by hand.' }, 'operator')
        : reopenIssue(deps, issue, 'operator'),
    );
    this.#engine.time.follow(visit);
  }

  #visit(
    where: 'portal' | 'callback',
    step: (deps: VisitDeps) => Promise<unknown>,
  ): Promise<Ended<unknown>> {
    this.open += 1;
    return this.#functions[where].invoke(step).finally(() => {
      this.open -= 1;
    });
  }

  #comeBack(session: SessionClaims, provider: Provider, callback: URL): Promise<Ended<unknown>> {
    return this.#visit('callback', (deps) =>
      finishAuthorization(
        { ...deps, afterConnected: afterConnected(deps) },
        {
          provider,
          state: callback.searchParams.get('state') ?? undefined,
          code: callback.searchParams.get('code') ?? undefined,
          error: undefined,
          session,
        },
      ),
    );
  }

  /** The vendor's consent page, with everything on it agreed to. */
  #approve(
    { operatorId, provider, url: authorizeUrl }: ConnectionKey & { url: string },
    { organisations }: Wish,
  ): URL {
    if (provider === 'xero') {
      const whose = this.#hasOneBookkeeper ? 'acorn' : operatorId;
      const choice = { organisations, userId: userIdOf(whose) };
      return new URL(this.#vendors.xero.approve(authorizeUrl, choice));
    }
    const asked = new URL(authorizeUrl).searchParams;
    const { code } = this.#vendors.stora.world.oauth.issueCode({
      clientId: client.clientId,
      operatorSlug: operatorId,
      scopes: (asked.get('scope') ?? '').split(' '),
      redirectUri: asked.get('redirect_uri') ?? '',
      codeChallenge: asked.get('code_challenge') ?? '',
      codeChallengeMethod: asked.get('code_challenge_method') ?? '',
      createdEpochMs: this.#engine.time.nowEpochMs(),
      expiresInSeconds: 600,
    });
    return new URL(
      `${portalBaseUrl}/callback/stora?${new URLSearchParams({ code, state: asked.get('state') ?? '' })}`,
    );
  }

  #session(operatorId: string): SessionClaims {
    return {
      operatorId,
      linkId: `link-${operatorId}`,
      sessionId: this.#engine.dice.random.hex(16),
      expiresAtEpochMs: this.#engine.time.nowEpochMs() + 3_600_000,
    };
  }
}

/** The bookkeeper of that company: other companies' people are not touched by what happens here. */
function userIdOf(operatorId: string): string {
  const user = sampleUsers.find(({ label }) => label.toLowerCase().endsWith(operatorId));
  if (user === undefined) throw new Error(`Nobody at Xero works for ${operatorId}.`);
  return user.id;
}
