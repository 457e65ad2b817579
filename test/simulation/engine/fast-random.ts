import {
  createSeededRandom,
  type SeededRandom,
} from '../../../infra/local/vendors/common/seeded-random.ts';

const hexDigits = '0123456789abcdef';
const urlSafeAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same kind of random values; long texts cost a few draws instead of one per character. */
export function fastRandom(seed: number): SeededRandom {
  const random = createSeededRandom(seed);
  const hex = (length: number) => textOf(random, { alphabet: hexDigits, bits: 4 }, length);
  const urlSafe = (length: number) =>
    textOf(random, { alphabet: urlSafeAlphabet, bits: 6 }, length);
  return {
    ...random,
    hex,
    urlSafe,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}

function textOf(
  random: SeededRandom,
  { alphabet, bits }: { alphabet: string; bits: number },
  length: number,
): string {
  let text = '';
  while (text.length < length) {
    let drawn = random.below(2 ** 30);
    for (let left = 30; left >= bits && text.length < length; left -= bits) {
      text += alphabet[drawn & (2 ** bits - 1)];
      drawn >>>= bits;
    }
  }
  return text;
}
