import { createHash } from 'node:crypto';
import { NodeCrypto } from '../../shared/adapters/node/crypto.ts';
import type { Crypto } from '../../shared/ports/crypto.ts';

/** Real hashes, and random values that are the same in every run with the same seed. */
export class FakeCrypto implements Crypto {
  readonly #real = new NodeCrypto();
  readonly #seed: string;
  #drawn = 0;

  constructor(seed = 'seed') {
    this.#seed = seed;
  }

  randomToken(bytes: number): string {
    return this.#draw(bytes).toString('base64url');
  }

  uuid(): string {
    const hex = this.#draw(16).toString('hex');
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  }

  uuid5(name: string): string {
    return this.#real.uuid5(name);
  }

  sha256Hex(text: string): string {
    return this.#real.sha256Hex(text);
  }

  hmacSha256(key: string, data: Uint8Array): Uint8Array {
    return this.#real.hmacSha256(key, data);
  }

  equal(left: Uint8Array, right: Uint8Array): boolean {
    return this.#real.equal(left, right);
  }

  #draw(bytes: number): Buffer {
    this.#drawn += 1;
    const start = `${this.#seed} ${this.#drawn}`;
    const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, block) =>
      createHash('sha256').update(`${start} ${block}`).digest(),
    );
    return Buffer.concat(blocks).subarray(0, bytes);
  }
}
