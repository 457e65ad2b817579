import {
  createSeededRandom,
  type SeededRandom,
} from '../../../infra/local/vendors/common/seeded-random.ts';
import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import {
  type ConnectionTokens,
  createAccessTokens,
} from '../../../shared/application/tokens/access-tokens.ts';
import { openTokenPair, sealTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { DeferredError, NotConnectedError } from '../../../shared/domain/errors/errors.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { ConnectionKey, Connections, TokenFence } from '../../../shared/ports/connections.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeSecrets } from '../../fakes/fake-secrets.ts';
import { FakeVault } from '../../fakes/fake-vault.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { SeededScheduler, type Task, withPoints } from '../../support/seeded-scheduler.ts';
import { Fates, type Luck } from './race-fates.ts';
import { RaceOracle } from './race-oracle.ts';
import { client, type RaceMode, type RaceProvider, raceProvider } from './race-provider.ts';

const minuteMs = 60_000;

export interface RaceOptions {
  mode: RaceMode;
  seed: number;
  workers: number;
  expiries: number;
  luck: Luck;
}

export interface RaceReport {
  oracle: RaceOracle;
  /** At how many different awaits a worker crashed, and at how many it could have. */
  crashedAt: Set<string>;
  points: Map<string, number>;
}

/** Lets many workers want one connection's token, expiry after expiry, while everything goes wrong. */
export async function runRace(options: RaceOptions): Promise<RaceReport> {
  const race = new Race(options);
  await race.connect(0);
  for (let expiry = 0; expiry < options.expiries; expiry += 1) await race.expire();
  return { oracle: race.oracle, crashedAt: race.crashedAt, points: race.scheduler.points };
}

interface Worker {
  number: number;
  task: Task | undefined;
  fence: TokenFence | undefined;
  tokens: ConnectionTokens;
}

class Race {
  readonly oracle: RaceOracle;
  readonly scheduler: SeededScheduler;
  readonly crashedAt = new Set<string>();
  readonly #options: RaceOptions;
  readonly #random: SeededRandom;
  readonly #fates: Fates;
  readonly #provider: RaceProvider;
  readonly #connections = new InMemoryConnections();
  readonly #vault = new FakeVault();
  readonly #secrets = new FakeSecrets();
  readonly #retired = new InMemoryRetiredPairs();
  readonly #crypto = new FakeCrypto();
  readonly #activities = new InMemoryActivities();
  readonly #workers: Worker[];
  readonly #key: ConnectionKey;
  #running: Worker | undefined;
  #isCalm = false;

  constructor(options: RaceOptions) {
    this.#options = options;
    this.#random = createSeededRandom(options.seed);
    this.#fates = new Fates(this.#random, options.luck);
    this.scheduler = new SeededScheduler({
      random: this.#random,
      startEpochMs: Date.parse('2026-11-30T09:00:00.000Z'),
      fateAt: (label) => {
        const fate = this.#fates.deal(label, this.#isCalm);
        if (fate.kind === 'crash') this.#crash(label);
        return fate;
      },
    });
    this.#provider = raceProvider(options.mode, this.scheduler, options.seed + 1);
    this.oracle = new RaceOracle(() => this.scheduler.nowEpochMs());
    this.#secrets.setCredentials(this.#provider.settings.clientSecretName, client);
    this.#key = { operatorId: 'acorn', provider: this.#provider.provider };
    this.#workers = Array.from({ length: options.workers + 1 }, (_, number) =>
      this.#newWorker(number),
    );
  }

  /** A person gives consent: a first pair, or a new one under the next epoch. */
  async connect(previousEpoch: number): Promise<void> {
    const pair = await this.#provider.newPair();
    const connection = aConnection({
      ...this.#key,
      epoch: previousEpoch + 1,
      expiresAtEpochMs: this.scheduler.nowEpochMs() + this.#provider.accessTokenMs,
    });
    const sealedTokens = await sealTokenPair(this.#vault, connection, pair);
    await this.#connections.replace({ ...connection, sealedTokens }, previousEpoch);
  }

  /** The token is about to end or has ended, and everybody wants to call at about the same time. */
  async expire(): Promise<void> {
    this.oracle.nextExpiry();
    this.#fates.aimAnew();
    const row = await this.#row();
    const wantedFrom = row.expiresAtEpochMs - 6 * minuteMs + this.#random.below(12 * minuteMs);
    this.scheduler.advanceTo(wantedFrom);
    const crowd = this.#workers.slice(1);
    for (const worker of crowd) {
      this.scheduler.spawn(this.#random.below(3_000), (task) => this.#work(worker, task));
    }
    const isReconnecting = this.#random.chance(this.#options.luck.reconnect);
    if (isReconnecting) this.scheduler.spawn(this.#random.below(3_000), () => this.#reconnect());
    await this.scheduler.run();
    await this.#mopUp(row.tokenVersion);
  }

  /**
   * Redelivery: what the crashed ones wanted is wanted again, until it works or is dead. A token that
   * just served while no refresh was to be had has all but ended by then.
   */
  async #mopUp(versionBefore: number): Promise<void> {
    this.#isCalm = true;
    const { tokenVersion, expiresAtEpochMs } = await this.#row();
    if (tokenVersion === versionBefore) this.scheduler.advanceTo(expiresAtEpochMs - 30_000);
    const [last] = this.#workers;
    if (last) this.scheduler.spawn(0, (task) => this.#work(last, task));
    await this.scheduler.run();
    this.#isCalm = false;
    const row = await this.#row();
    if (row.status === 'needs_reconnect') return this.#reconnect();
    const { accessToken } = await openTokenPair(this.#vault, row);
    if (!this.#provider.isServed(accessToken)) {
      this.oracle.violations.push(`the stored pair of version ${row.tokenVersion} is of no use`);
    }
  }

  async #reconnect(): Promise<void> {
    this.oracle.reconnects += 1;
    const row = await this.#row();
    await this.connect(row.epoch);
    this.#provider.revoke(await openTokenPair(this.#vault, row));
  }

  async #work(worker: Worker, task: Task): Promise<void> {
    worker.task = this.#guarded(worker, task);
    const isSweeping = worker.number % 10 === 1;
    for (;;) {
      try {
        if (isSweeping) await worker.tokens.refreshAhead(await this.#row(), 15 * minuteMs);
        return await this.#callApi(worker);
      } catch (error) {
        if (error instanceof NotConnectedError) return;
        this.oracle.storeGaveUp(worker.number);
        // As the queue does: told how long, or 30 s for what nobody foresaw.
        const seconds = error instanceof DeferredError ? error.retryAfterSeconds : 30;
        await worker.task.sleep(seconds * 1_000);
      }
    }
  }

  async #callApi(worker: Worker): Promise<void> {
    const token = await worker.tokens.get(this.#key);
    await worker.task?.point('before use');
    if (this.#provider.isServed(token.value)) {
      this.oracle.served += 1;
      return;
    }
    const newer = await worker.tokens.replaceRejected(this.#key, token);
    if (this.#provider.isServed(newer.value)) this.oracle.servedAfterReplacing += 1;
    else this.oracle.servedNever += 1;
  }

  #newWorker(number: number): Worker {
    const task = (): Task => {
      if (worker.task === undefined) throw new Error('This worker has not been started.');
      return worker.task;
    };
    const { scheduler } = this;
    const clock: Clock = {
      nowEpochMs: () => scheduler.nowEpochMs(),
      // Crashing at the end of a sleep is crashing before what comes next.
      sleep: (durationMs) => task().sleep(durationMs),
    };
    const log = new SilentLog();
    const oauth = new OauthClient({
      provider: this.#provider.provider,
      settings: this.#provider.settings,
      whoIs: async () => [{ id: 'acorn', name: 'Acorn' }],
      access: {
        revocationEnds: this.#provider.provider === 'stora' ? 'pair' : 'person',
        isAlive: async () => true,
        standingOf: async () => 'stands',
      },
      secrets: withPoints(this.#secrets, { of: 'secrets', methods: ['clientCredentials'] }, task),
      clock,
      fetch: (input, init) => this.#post(worker, new Request(input, init)),
    });
    const worker: Worker = { number, task: undefined, fence: undefined, tokens: noTokens };
    worker.tokens = createAccessTokens({
      retiredPairs: withPoints(this.#retired, { of: 'retiredPairs', methods: ['put'] }, task),
      connections: withPoints(
        this.#watched(worker),
        { of: 'connections', methods: storeMethods },
        task,
      ),
      vault: withPoints(this.#vault, { of: 'vault', methods: ['open', 'seal'] }, task),
      providers: { stora: oauth, xero: oauth },
      secrets: this.#secrets,
      clientSecretNames: { stora: 'stora', xero: 'xero' },
      activities: withPoints(this.#activities, { of: 'activities', methods: ['append'] }, task),
      clock,
      crypto: this.#crypto,
      log,
      metrics: log,
    });
    return worker;
  }

  /** The store, seen by the oracle at the instant of each effect. */
  #watched(worker: Worker): Connections {
    const { oracle } = this;
    const rows = this.#connections;
    return Object.assign(Object.create(rows), {
      get: (key: ConnectionKey) => rows.get(key),
      takeLease: async (fence: TokenFence, lease: { nowEpochMs: number; untilEpochMs: number }) => {
        const row = await rows.takeLease(fence, lease);
        if (row) {
          worker.fence = fence;
          oracle.leaseTaken(fence, lease.untilEpochMs);
        }
        return row;
      },
      storeTokens: async (
        fence: TokenFence,
        tokens: { sealedTokens: string; expiresAtEpochMs: number; scopes: string },
        row: Pick<Connection, 'endpointId'>,
      ) => {
        const before = await this.#row();
        const isStored = await rows.storeTokens(fence, tokens, row);
        const pair = await openTokenPair(this.#vault, { ...before, ...fence, ...tokens });
        oracle.storeTried(pair.refreshToken ?? '', isStored, versionOf(before));
        if (!isStored) return false;
        const after = await this.#row();
        oracle.versionStored(versionOf(before), versionOf(after));
        if (before.status !== 'connected' && after.status === 'connected') oracle.revived += 1;
        oracle.leaseEnded(fence.leaseOwner);
        return true;
      },
      markNeedsReconnect: async (fence: TokenFence) => {
        const isMarked = await rows.markNeedsReconnect(fence);
        if (isMarked) oracle.markedDead(fence);
        oracle.leaseEnded(fence.leaseOwner);
        return isMarked;
      },
      releaseLease: async (fence: TokenFence) => {
        await rows.releaseLease(fence);
        oracle.leaseEnded(fence.leaseOwner);
      },
    });
  }

  /** The network between a worker and the token endpoint. */
  async #post(worker: Worker, request: Request): Promise<Response> {
    const { task, fence } = worker;
    if (!task || !fence) throw new Error('A refresh without a lease.');
    const { luck } = this.#options;
    await task.point('before token request');
    this.oracle.postSent(fence);
    if (this.#random.chance(luck.lostRequest)) return this.#loseRequest(task);
    const response = await this.#provider.fetch(request);
    if (!response.ok) {
      const row = await this.#row();
      this.oracle.postRefused(fence, row);
      await task.point('after token request');
      return response;
    }
    const { refresh_token } = await response.clone().json();
    const post = this.oracle.postAccepted(worker.number, fence, refresh_token);
    if (this.#random.chance(luck.lostAnswer)) {
      this.oracle.lostApplied += 1;
      post.fortune = 'answer_lost';
      await task.sleep(this.#random.pick([200, 30_000]));
      throw new TypeError('fetch failed');
    }
    await task.point('after token request');
    return response;
  }

  async #loseRequest(task: Task): Promise<Response> {
    this.oracle.lostUnapplied += 1;
    await task.sleep(this.#random.pick([50, 200, 30_000]));
    const status = this.#random.pick([0, 429, 500, 502, 503]);
    if (status === 0) throw new TypeError('fetch failed');
    return new Response('Try later', {
      status,
      headers: status === 429 ? { 'retry-after': '2' } : {},
    });
  }

  #guarded(worker: Worker, task: Task): Task {
    return {
      point: (label) => {
        this.#running = worker;
        return task.point(label);
      },
      sleep: (durationMs) => task.sleep(durationMs),
    };
  }

  #crash(label: string): void {
    this.crashedAt.add(label);
    if (this.#running) this.oracle.crashed(this.#running.number);
  }

  async #row(): Promise<Connection> {
    const row = await this.#connections.get(this.#key);
    if (!row) throw new Error('The connection is gone.');
    return row;
  }
}

const storeMethods = [
  'get',
  'takeLease',
  'storeTokens',
  'markNeedsReconnect',
  'releaseLease',
  'noteClientRefused',
] as const;

const noTokens: ConnectionTokens = {
  get: () => Promise.reject(new Error('Not ready.')),
  replaceRejected: () => Promise.reject(new Error('Not ready.')),
  judgeRefusal: () => Promise.reject(new Error('Not ready.')),
  refreshAhead: () => Promise.reject(new Error('Not ready.')),
};

/** A million entries would only be kept, never read. */
class SilentLog extends RecordingLog {
  override info(): void {}
  override warn(): void {}
  override error(): void {}
}

function versionOf(row: Connection): { epoch: number; version: number } {
  return { epoch: row.epoch, version: row.tokenVersion };
}
