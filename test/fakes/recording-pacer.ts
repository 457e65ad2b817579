import type { Provider } from '../../shared/contracts/ids.ts';
import type { Lane, Pacer } from '../../shared/ports/pacer.ts';

/** Lets every call through at once and keeps what it was told. */
export class RecordingPacer implements Pacer {
  readonly runs: Array<{ operatorId: string; provider: Provider; lane: Lane }> = [];
  readonly blocks: Array<{ operatorId: string; provider: Provider; untilEpochMs: number }> = [];
  settled = 0;

  async run<T>(
    call: { operatorId: string; provider: Provider; lane: Lane },
    send: () => Promise<T>,
  ): Promise<T> {
    this.runs.push(call);
    return send();
  }

  async block(operatorId: string, provider: Provider, untilEpochMs: number): Promise<void> {
    this.blocks.push({ operatorId, provider, untilEpochMs });
  }

  async settle(): Promise<void> {
    this.settled += 1;
  }
}
