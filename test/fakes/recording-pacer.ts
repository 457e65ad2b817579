import type { Provider } from '../../shared/contracts/ids.ts';
import { blockedUntil, readSignals } from '../../shared/domain/pacing/rate-headers.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { PacedCall, Pacer, ProviderAnswer } from '../../shared/ports/pacer.ts';
import { providerManifests } from '../../shared/targets/provider-manifests.ts';
import { FakeClock } from './fake-clock.ts';

/** Lets every call through at once and keeps what it was told. */
export class RecordingPacer implements Pacer {
  readonly runs: PacedCall[] = [];
  readonly answers: ProviderAnswer[] = [];
  readonly blocks: Array<{ operatorId: string; provider: Provider; untilEpochMs: number }> = [];
  /** Operators whose calls were settled, in that order. */
  readonly settled: string[] = [];
  settledAll = 0;

  readonly #clock: Clock;

  constructor(clock: Clock = new FakeClock()) {
    this.#clock = clock;
  }

  async run<T>(call: PacedCall, send: () => Promise<T>): Promise<T> {
    this.runs.push(call);
    return send();
  }

  answered({ provider }: PacedCall, answer: ProviderAnswer): number | undefined {
    this.answers.push(answer);
    const isRefused = answer.status === 429;
    const signals = readSignals(answer, providerManifests[provider].rateHeaders);
    return isRefused ? blockedUntil(signals, this.#clock.nowEpochMs()) : undefined;
  }

  async block(operatorId: string, provider: Provider, untilEpochMs: number): Promise<void> {
    this.blocks.push({ operatorId, provider, untilEpochMs });
  }

  async flush(operatorId: string): Promise<void> {
    this.settled.push(operatorId);
  }

  async flushAll(): Promise<void> {
    this.settledAll += 1;
  }
}
