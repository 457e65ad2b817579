// SPEC.md I8
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { TokenFence } from '../../../shared/ports/connections.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { type Occurred, viewOf } from './run-view.ts';

type Arrival = Occurred<'arrived'>;
type Stored = Occurred<'stored'>;

export const oneRefresh: Invariant = {
  id: 'I8',
  title: 'One refresh per version at a time, and no connection is given up without a cause',
  check: (run) => [...overwrites(run), ...unleased(run), ...falseDeaths(run)],
};

/** Each version of the pair is replaced once. */
function overwrites(run: FinishedRun): string[] {
  const seen = new Set<string>();
  return storedBy(run, 'storeTokens').flatMap((stored) => {
    const { operatorId, provider, epoch, tokenVersion } = fenceOf(stored);
    const version = `${operatorId} ${provider} epoch ${epoch} version ${tokenVersion}`;
    if (!seen.has(version)) {
      seen.add(version);
      return [];
    }
    return [`${version} was replaced twice, the second time at ${stored.seq}`];
  });
}

/** Leases end by the clock of their process, calls are noted at the true time. */
const clocksDifferByMs = 2_000;

/** A refresh is accepted only under a running lease of its sender, and no two leases run at once. */
function unleased(run: FinishedRun): string[] {
  const leases = leasesOf(run);
  const owners = ownersOfTokens(run);
  return acceptedRefreshes(run).flatMap((call) => {
    if (call.isLate || wasFrozen(run, call)) return [];
    const owner = owners.get(refreshTokenIn(call.body));
    const running = leases.filter(
      (lease) =>
        lease.operatorId === owner &&
        lease.provider === call.provider &&
        lease.seq < call.seq &&
        lease.untilEpochMs + clocksDifferByMs > call.atEpochMs &&
        (lease.endSeq ?? Number.POSITIVE_INFINITY) > call.seq,
    );
    if (!running.some((lease) => lease.process === call.process))
      return [`the refresh of ${call.provider} at ${call.seq} was sent without a lease`];
    const own = running.findLast((lease) => lease.process === call.process && !lease.isRetired);
    const rivals = running.filter((lease) => !lease.isRetired && lease.epoch === own?.epoch);
    const holders = new Set(rivals.map((lease) => lease.owner));
    return holders.size > 1 ? [`${holders.size} leases ran at once at ${call.seq}`] : [];
  });
}

interface Lease {
  operatorId: string;
  provider: Provider;
  process: string;
  owner: string;
  isRetired: boolean;
  epoch: number;
  seq: number;
  /** By the clock of the process. */
  untilEpochMs: number;
  endSeq: number | undefined;
}

interface Term {
  nowEpochMs: number;
  untilEpochMs: number;
}

/** One that had run out by the clock of the process that took the next one ends there. */
function endRunOut(leases: Lease[], next: Lease, nowEpochMs: number): void {
  for (const lease of leases) {
    const isSame =
      lease.operatorId === next.operatorId &&
      lease.provider === next.provider &&
      lease.epoch === next.epoch &&
      lease.isRetired === next.isRetired;
    if (isSame && lease.untilEpochMs <= nowEpochMs) lease.endSeq ??= next.seq;
  }
}

const endings = new Set(['releaseLease', 'storeTokens', 'markNeedsReconnect', 'finishDisconnect']);

function leasesOf(run: FinishedRun): Lease[] {
  const leases: Lease[] = [];
  for (const stored of viewOf(run).of('stored')) {
    const isRetired = stored.store === 'retiredPairs';
    if (stored.store !== 'connections' && !isRetired) continue;
    const { operatorId, provider, epoch, leaseOwner = stored.process } = fenceOf(stored);
    if (stored.method === 'takeLease' && stored.output !== false) {
      const [, term] = stored.input as [unknown, Term];
      const { process, seq } = stored;
      const held = { operatorId, provider, epoch, process, owner: leaseOwner, isRetired, seq };
      const next = { ...held, untilEpochMs: term.untilEpochMs, endSeq: undefined };
      endRunOut(leases, next, term.nowEpochMs);
      leases.push(next);
    }
    if (!endings.has(stored.method) || stored.output === false) continue;
    const lease = leases.findLast((each) => each.owner === leaseOwner);
    if (lease !== undefined) lease.endSeq ??= stored.seq;
  }
  return leases;
}

/**
 * Given up only when the grant is dead: a person withdrew it, or a pair that the provider gave out
 * was lost on its way to us where the old one does not live on.
 */
function falseDeaths(run: FinishedRun): string[] {
  const owners = ownersOfTokens(run);
  return storedBy(run, 'markNeedsReconnect').flatMap((death) => {
    const { operatorId, provider } = fenceOf(death);
    if (wasTakenOut(run, death)) return [];
    const refused = viewOf(run).own.findLast(
      (call) =>
        call.seq < death.seq &&
        call.process === death.process &&
        call.provider === provider &&
        owners.get(refreshTokenIn(call.body)) === operatorId &&
        isRefresh(call) &&
        call.status >= 400,
    );
    if (refused === undefined)
      return [`${operatorId} lost ${provider} at ${death.seq} without a refused refresh`];
    if (wasWithdrawn(run, refused)) return [];
    if (lostPairs(run, refused).length > 0 || wasRevokedOnItsWay(run, death)) return [];
    if (wasOvertaken(run, death)) return [];
    return [`${operatorId} lost ${provider} at ${death.seq} although its grant was alive`];
  });
}

/**
 * Somebody took the organisation out inside the ledger, after the consent it is connected by: its token
 * opens nothing. The worker that connects may stand still between the two.
 */
function wasTakenOut(run: FinishedRun, death: Stored): boolean {
  const { operatorId, provider } = fenceOf(death);
  const begun = beginningOf(run, death);
  const consent = begun && exchangeOf(run, begun);
  return (
    provider === 'xero' &&
    viewOf(run)
      .of('fault')
      .some(
        ({ fault, at, seq }) =>
          fault === 'taken_out' &&
          at === operatorId &&
          seq < death.seq &&
          seq > (consent?.seq ?? begun?.seq ?? 0),
      )
  );
}

/** The staff of the vendor took our access away, and with it the grants of that provider. */
function wasWithdrawn(run: FinishedRun, refused: Arrival): boolean {
  return viewOf(run)
    .of('fault')
    .some(
      ({ fault, at, seq }) =>
        fault === 'access_revoked' && at === refused.provider && seq < refused.seq,
    );
}

/**
 * Xero's revocation ends everything of a person: also a pair that a process, standing still, had
 * exchanged before the disconnect and stored after it.
 */
function wasRevokedOnItsWay(run: FinishedRun, death: Stored): boolean {
  const begun = beginningOf(run, death);
  const exchange = begun && exchangeOf(run, begun);
  if (begun === undefined || exchange === undefined) return false;
  return viewOf(run).own.some(
    (call) =>
      call.path.endsWith('/connect/revocation') && call.seq > exchange.seq && call.seq < begun.seq,
  );
}

/** The call by which the worker that made a connection took what the person had consented to. */
function exchangeOf(run: FinishedRun, begun: Occurred<'connected'>): Arrival | undefined {
  return viewOf(run).own.findLast(
    (call) =>
      call.process === begun.process &&
      call.seq < begun.seq &&
      call.provider === begun.provider &&
      /grant_type=authorization_code/.test(call.body),
  );
}

/** How old a look may be before a call of leaving, and how long the call is on its way. */
const decidedBeforeMs = 2_100;

/**
 * A revocation of the same operator that left before the connection was made anew and arrived after
 * it: its sender had given up, or could not have seen the new one.
 */
function wasOvertaken(run: FinishedRun, death: Stored): boolean {
  const { operatorId } = fenceOf(death);
  const begun = beginningOf(run, death);
  if (begun === undefined) return false;
  const owners = ownersOfTokens(run);
  return viewOf(run).own.some(
    (call) =>
      call.path.endsWith('/connect/revocation') &&
      owners.get(new URLSearchParams(call.body).get('token') ?? '') === operatorId &&
      call.seq > begun.seq &&
      call.seq < death.seq &&
      (call.isLate || call.atEpochMs - begun.atEpochMs < decidedBeforeMs),
  );
}

function beginningOf(run: FinishedRun, death: Stored): Occurred<'connected'> | undefined {
  const { operatorId, provider, epoch } = fenceOf(death);
  return viewOf(run)
    .of('connected')
    .find(
      (each) =>
        each.operatorId === operatorId && each.provider === provider && each.epoch === epoch,
    );
}

/** From then on a refresh was refused, because the pair that followed never got into our hands. */
export function hasLostPair(run: FinishedRun, since: Occurred<'disconnected'>): boolean {
  const owners = ownersOfTokens(run);
  return viewOf(run).own.some(
    (call) =>
      call.seq > since.seq &&
      call.provider === since.provider &&
      call.status >= 400 &&
      isRefresh(call) &&
      owners.get(refreshTokenIn(call.body)) === since.operatorId &&
      lostPairs(run, call).length > 0,
  );
}

/** Refreshes with the same token whose pair no healthy process of ours ever had in hand. */
function lostPairs(run: FinishedRun, refused: Arrival): Arrival[] {
  const token = refreshTokenIn(refused.body);
  const graceMs = graceOf(run, refused.provider);
  return acceptedRefreshes(run).filter(
    (call) =>
      call.seq < refused.seq &&
      call.provider === refused.provider &&
      refreshTokenIn(call.body) === token &&
      refused.atEpochMs - call.atEpochMs >= graceMs &&
      !wasStoredBefore(run, call, refused.seq) &&
      (call.isLate || !wasAnswered(run, call) || hadTrouble(run, call)),
  );
}

/** How long an old pair works beside its successor; for ever where only use of the new one ends it. */
function graceOf(run: FinishedRun, provider: Provider): number {
  if (provider === 'xero') return run.xero.world.grants.settings.refreshGraceSeconds * 1_000;
  return run.stora.settings.rotationMode === 'revoke-at-once' ? 0 : Number.POSITIVE_INFINITY;
}

function wasStoredBefore(run: FinishedRun, call: Arrival, seq: number): boolean {
  const operatorId = ownersOfTokens(run).get(refreshTokenIn(call.body));
  return storedBy(run, 'storeTokens').some((stored) => {
    const owner = fenceOf(stored);
    const isSame = owner.operatorId === operatorId && owner.provider === call.provider;
    return isSame && stored.process === call.process && stored.seq > call.seq && stored.seq < seq;
  });
}

/** The pair itself came back, not an error in its place. */
function wasAnswered(run: FinishedRun, call: Arrival): boolean {
  if (call.status !== 200) return false;
  return viewOf(run)
    .of('answered')
    .some(({ callId, fate }) => callId === call.callId && fate === 'received');
}

function hadTrouble(run: FinishedRun, call: Arrival): boolean {
  const view = viewOf(run);
  return (
    view.of('fault').some((fault) => isTroubleOf(call, fault)) ||
    view
      .of('invocation')
      .some(
        ({ process, seq, state }) =>
          process === call.process &&
          seq > call.seq &&
          (state === 'crashed' || state === 'timed_out'),
      )
  );
}

/** Faults at a call are noted right before it arrives; a table that is away concerns everybody. */
function isTroubleOf(
  call: Arrival,
  { fault, process, seq, atEpochMs }: Occurred<'fault'>,
): boolean {
  const apartMs = Math.abs(atEpochMs - call.atEpochMs);
  if (fault === 'table_outage') return apartMs < 2 * 60_000;
  const isAtCall = fault === 'freeze_at_call' && apartMs < 100;
  return process === call.process && (seq > call.seq || isAtCall);
}

function wasFrozen(run: FinishedRun, call: Arrival): boolean {
  return viewOf(run)
    .of('fault')
    .some(
      ({ fault, process, seq }) =>
        /freeze/.test(fault) && process === call.process && seq < call.seq,
    );
}

function acceptedRefreshes(run: FinishedRun): Arrival[] {
  return viewOf(run).own.filter(
    (call) => isRefresh(call) && (call.status === 200 || call.isApplied === true),
  );
}

function isRefresh(call: Arrival): boolean {
  return /\/(oauth2|connect)\/token$/.test(call.path) && /grant_type=refresh_token/.test(call.body);
}

/**
 * Whose each refresh token is. Token calls name no operator, but every pair was sealed for one, and
 * the vault of the simulation hides nothing.
 */
function ownersOfTokens(run: FinishedRun): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { store, input } of viewOf(run).of('stored')) {
    if (store !== 'connections' && store !== 'retiredPairs') continue;
    for (const part of Array.isArray(input) ? input : [input]) {
      const sealed = sealedIn(part);
      if (sealed !== undefined) owners.set(sealed.refreshToken, sealed.operatorId);
    }
  }
  return owners;
}

function sealedIn(part: unknown): { operatorId: string; refreshToken: string } | undefined {
  if (typeof part !== 'object' || part === null || !('sealedTokens' in part)) return undefined;
  const [binding, plain] = JSON.parse(
    Buffer.from(String(part.sealedTokens), 'base64').toString() || '[]',
  ) as [string?, string?];
  const { refreshToken } = JSON.parse(plain ?? '{}') as { refreshToken?: string };
  const [operatorId] = (binding ?? '').split(' ');
  return refreshToken && operatorId ? { operatorId, refreshToken } : undefined;
}

function refreshTokenIn(body: string): string {
  return new URLSearchParams(body).get('refresh_token') ?? '';
}

function storedBy(run: FinishedRun, method: string): Stored[] {
  return viewOf(run)
    .of('stored')
    .filter(
      (stored) =>
        stored.store === 'connections' && stored.method === method && stored.output === true,
    );
}

function fenceOf(stored: Stored): TokenFence & { leaseOwner?: string } {
  return (Array.isArray(stored.input) ? stored.input[0] : stored.input) as TokenFence;
}
