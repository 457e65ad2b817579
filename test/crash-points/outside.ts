import type { FakeClock } from '../fakes/fake-clock.ts';
import { storaUrl } from '../support/vendors-in-process.ts';
import type { Surroundings } from './gate.ts';

interface Vendor {
  fetch(request: Request): Promise<Response>;
}

/** Beyond what Xero remembers a key for (six minutes); Stora's 24 hours are left to it. */
const forgottenAfterMs = 7 * 60_000;
/** What a request takes. */
const latencyMs = 120;

/** The vendors as the network shows them: with answers stored under keys and requests that come late. */
export class Outside implements Surroundings {
  readonly clock: FakeClock;
  readonly #vendors: { stora: Vendor; xero: Vendor };
  readonly #stored = new Map<string, () => Response>();
  #late: Array<{ atEpochMs: number; run: () => Promise<unknown> }> = [];

  constructor(clock: FakeClock, vendors: { stora: Vendor; xero: Vendor }) {
    this.clock = clock;
    this.#vendors = vendors;
  }

  readonly send = async (request: Request): Promise<Response> => {
    await this.arrive();
    this.clock.advance(latencyMs);
    const stored = this.#stored.get(request.headers.get('idempotency-key') ?? '');
    if (stored !== undefined) return stored();
    const vendor = request.url.startsWith(storaUrl) ? this.#vendors.stora : this.#vendors.xero;
    return vendor.fetch(request);
  };

  later = (atEpochMs: number, run: () => Promise<unknown>): void => {
    this.#late.push({ atEpochMs, run });
  };

  storeAnswer = (key: string, answer: () => Response): void => {
    this.#stored.set(key, answer);
  };

  forgetKeys = (): void => {
    this.clock.advance(forgottenAfterMs);
  };

  /** Lets everything in that has been on its way long enough; at the end of a run, all of it. */
  async arrive(isEnd = false): Promise<void> {
    const now = this.clock.nowEpochMs();
    const due = this.#late.filter(({ atEpochMs }) => isEnd || atEpochMs <= now);
    this.#late = this.#late.filter((one) => !due.includes(one));
    for (const { run } of due) await run();
  }
}
