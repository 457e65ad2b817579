import type { Rewrapper, SealContext, Vault } from '../../ports/vault.ts';
import { readSealed } from './sealed-value.ts';

/**
 * Seals anew by KMS itself what a data key sealed, so that a version opens it that knows no data keys. Unlike
 * a rewrap the text passes through this process.
 */
export class KmsForm implements Rewrapper {
  readonly #vault: Vault;

  /** The vault has to seal by KMS. */
  constructor(parts: { vault: Vault }) {
    this.#vault = parts.vault;
  }

  async rewrap(
    sealed: string,
    context: SealContext,
  ): Promise<{ sealed: string; wasCurrent: boolean }> {
    if (readSealed(sealed) === undefined) return { sealed, wasCurrent: true };
    const plaintext = await this.#vault.open(sealed, context);
    return { sealed: await this.#vault.seal(plaintext, context), wasCurrent: false };
  }
}
