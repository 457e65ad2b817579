import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { NodeCrypto } from '../../../shared/adapters/node/crypto.ts';

/** Real hashes; random values from the seed. */
export class SimCrypto extends NodeCrypto {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    super();
    this.#random = random;
  }

  override randomToken(bytes: number): string {
    return this.#random.urlSafe(Math.ceil((bytes * 4) / 3));
  }

  override uuid(): string {
    return this.#random.uuid();
  }
}
