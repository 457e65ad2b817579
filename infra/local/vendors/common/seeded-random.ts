/** A reproducible source of numbers, ids and choices; the same seed always gives the same sequence. */
export interface SeededRandom {
  /** A float in [0, 1). */
  next(): number;
  /** An integer from 0 up to, not including, `bound` (bound ≥ 1). */
  below(bound: number): number;
  /** One element; throws when the list is empty. */
  pick<T>(items: readonly T[]): T;
  /** A new array in random order. */
  shuffle<T>(items: readonly T[]): T[];
  /** True with the given probability 0..1. */
  chance(probability: number): boolean;
  /** Lower-case hex text of `length` characters. */
  hex(length: number): string;
  /** URL-safe text of `length` characters (A-Z a-z 0-9 - _). */
  urlSafe(length: number): string;
  /** A version-4 UUID. */
  uuid(): string;
}

/** Builds the source from a 32-bit seed (mulberry32: small, fast, not for secrets of real systems). */
export function createSeededRandom(seed: number): SeededRandom {
  const next = mulberry32(seed);
  const below = (bound: number): number => Math.floor(next() * bound);
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('');
  const hex = (length: number): string => text('0123456789abcdef', length);
  return {
    next,
    below,
    pick: (items) => pickFrom(items, below),
    shuffle: (items) => shuffled(items, below),
    chance: (probability) => next() < probability,
    hex,
    urlSafe: (length) => text(urlSafeAlphabet, length),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(below(4))}${hex(3)}-${hex(12)}`,
  };
}

const urlSafeAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pickFrom<T>(items: readonly T[], below: (bound: number) => number): T {
  for (const chosen of items.slice(below(Math.max(items.length, 1)))) return chosen;
  throw new Error('pick() needs at least one item to choose from');
}

function shuffled<T>(items: readonly T[], below: (bound: number) => number): T[] {
  const rest = [...items];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(below(rest.length), 1));
  return result;
}
