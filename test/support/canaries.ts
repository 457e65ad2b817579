import {
  createSeededRandom,
  type SeededRandom,
} from '../../infra/local/vendors/common/seeded-random.ts';

/** Shorter texts are ids; everything that opens something is longer. */
const shortestSecretLength = 32;

/** Texts that must be seen nowhere, each with what it is. */
export class Canaries {
  readonly #known = new Map<string, string>();

  add(text: string, what: string): void {
    if (text.length >= shortestSecretLength) this.#known.set(text, what);
  }

  has(text: string): boolean {
    return this.#known.has(text);
  }

  get size(): number {
    return this.#known.size;
  }

  /** What of it stands in a text: as it is, or in base64 or hex. Never the secret itself. */
  leaksIn(text: string): string[] {
    const found = new Set<string>();
    for (const [canary, what] of this.#known) {
      if (disguisesOf(canary).some((disguise) => text.includes(disguise))) found.add(what);
    }
    return [...found];
  }
}

/** A source of chance that tells the canaries every secret which a sandbox makes of it. */
export function tellingRandom(canaries: Canaries, vendor: string, seed: number): SeededRandom {
  const random = createSeededRandom(seed);
  const told = (text: string) => {
    canaries.add(text, `a secret of ${vendor}`);
    return text;
  };
  return {
    ...random,
    urlSafe: (length) => told(random.urlSafe(length)),
    hex: (length) => told(random.hex(length)),
  };
}

/** As it is, in hex, and in base64 at each of the three places that it can have in a longer text. */
function disguisesOf(canary: string): string[] {
  const bytes = Buffer.from(canary);
  const encoded = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    // The first and last characters mix with what stands around it.
    return text.slice(4, -4);
  });
  return [
    canary,
    encodeURIComponent(canary),
    bytes.toString('hex'),
    ...encoded,
    ...encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}
