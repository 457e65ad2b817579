import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { ProviderLimits } from '../../../shared/contracts/provider-settings.ts';
import type { LatencyClass } from './latency.ts';
import { Network } from './network.ts';
import { SharedRates } from './paced-process.ts';
import { type CapWindow, type ProviderRules, SimulatedProvider } from './simulated-provider.ts';
import { VirtualTime } from './virtual-time.ts';

export type WindowKind = ProviderRules['kind'];
export const windowKinds = ['fixed', 'sliding'] as const;

export interface Caps {
  readonly name: string;
  readonly provider: 'stora' | 'xero';
  readonly windows: readonly CapWindow[];
  readonly concurrent: number | null;
}

export const storaCaps: Caps = {
  name: 'Stora 10/s and 60/min',
  provider: 'stora',
  windows: [
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
  ],
  concurrent: null,
};

export const xeroCaps: Caps = {
  name: 'Xero 60/min, 5 at once, 5,000/day',
  provider: 'xero',
  windows: [
    { limit: 60, windowMs: 60_000 },
    { limit: 5_000, windowMs: 86_400_000 },
  ],
  concurrent: 5,
};

/** HubSpot is no provider of the product yet; its window is data for the same class. */
export const hubspotCaps: Caps = {
  name: 'HubSpot 190/10 s',
  provider: 'stora',
  windows: [{ limit: 190, windowMs: 10_000 }],
  concurrent: null,
};

export interface SceneOptions {
  readonly seed: number;
  readonly caps: Caps;
  readonly kind: WindowKind;
  readonly latency: LatencyClass;
}

const dayEpochMs = Date.parse('2026-11-30T09:00:00.000Z');

/** A provider and a network of their own; the start falls anywhere in the provider's minute. */
export function createScene({ seed, caps, kind, latency }: SceneOptions) {
  const random = createSeededRandom(seed * 7_919 + 1);
  const time = new VirtualTime(dayEpochMs + random.below(60_000));
  const provider = new SimulatedProvider({
    windows: caps.windows,
    kind,
    // Which cap Stora checks first is unknown.
    order: random.chance(0.5) ? 'shortest-first' : 'longest-first',
    concurrent: caps.concurrent,
    clockOffsetMs: random.below(601) - 300,
  });
  // Of its own, so that the n-th call takes as long with every limiter, whatever else is drawn.
  const networkRandom = createSeededRandom(seed * 7_919 + 5);
  const network = () => new Network({ time, provider, latency, random: networkRandom });
  const rates = new SharedRates({ time, random: createSeededRandom(seed * 7_919 + 2) });
  return { time, random, provider, network, rates, limits: limitsOf(caps), caps };
}

export type Scene = ReturnType<typeof createScene>;

function limitsOf(caps: Caps): ProviderLimits {
  return { windows: [...caps.windows], concurrent: caps.concurrent };
}
