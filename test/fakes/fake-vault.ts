import { SealError } from '../../shared/domain/errors/errors.ts';
import type { SealContext, Vault } from '../../shared/ports/vault.ts';
import { Faults } from './faults.ts';

/** Hides nothing, but opens only under the context that a text was sealed under. */
export class FakeVault implements Vault {
  readonly faults = new Faults();
  #seals = 0;

  async seal(plaintext: string, context: SealContext): Promise<string> {
    this.faults.check('seal');
    this.#seals += 1;
    const box = JSON.stringify([bindingOf(context), plaintext, this.#seals]);
    return Buffer.from(box, 'utf8').toString('base64');
  }

  async open(sealed: string, context: SealContext): Promise<string> {
    this.faults.check('open');
    const [binding, plaintext]: unknown[] = JSON.parse(Buffer.from(sealed, 'base64').toString());
    if (binding !== bindingOf(context)) throw new SealError('Sealed under another context.');
    return String(plaintext);
  }
}

function bindingOf(context: SealContext): string {
  return [context.operatorId, context.provider, context.epoch, context.purpose].join(' ');
}
