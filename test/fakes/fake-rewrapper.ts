import type { Rewrapper, SealContext } from '../../shared/ports/vault.ts';
import type { FakeVault } from './fake-vault.ts';

/** Wraps what a fake vault sealed; remembers what it wrapped, which is then current. */
export class FakeRewrapper implements Rewrapper {
  readonly wrapped = new Set<string>();
  /** Runs after a text was wrapped and before anybody can store it. */
  meanwhile: (context: SealContext) => Promise<void> = async () => {};
  readonly #vault: FakeVault;

  constructor(vault: FakeVault) {
    this.#vault = vault;
  }

  async rewrap(sealed: string, context: SealContext) {
    const plaintext = await this.#vault.open(sealed, context);
    if (this.wrapped.has(sealed)) return { sealed, wasCurrent: true };
    const anew = await this.#vault.seal(plaintext, context);
    this.wrapped.add(anew);
    await this.meanwhile(context);
    return { sealed: anew, wasCurrent: false };
  }
}
