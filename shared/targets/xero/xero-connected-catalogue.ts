import type { Catalogue } from '../../domain/ledger/drafts.ts';
import type { LedgerCatalogue } from '../../ports/ledger/catalogue.ts';
import type { ProviderCallParts } from '../../runtime/provider-call.ts';
import type { XeroApi } from './xero-api.ts';
import { XeroCatalogue } from './xero-catalogue.ts';

/** The catalogue of the company that is connected; what is kept of another one is of no use. */
export class XeroConnectedCatalogue implements LedgerCatalogue {
  readonly #api: XeroApi;
  readonly #parts: ProviderCallParts;
  #kept: { catalogue: XeroCatalogue; accountId: string } | undefined;

  constructor(api: XeroApi, parts: ProviderCallParts) {
    this.#api = api;
    this.#parts = parts;
  }

  async read(): Promise<Catalogue> {
    const accountId = this.#parts.accountId ?? (await this.#connectedAccount());
    if (this.#kept?.accountId !== accountId)
      this.#kept = { catalogue: new XeroCatalogue(this.#api, this.#parts.clock), accountId };
    return this.#kept.catalogue.read();
  }

  async #connectedAccount(): Promise<string> {
    const { accountId } = await this.#parts.tokens.get(this.#parts);
    return accountId;
  }

  forget(untilEpochMs: number): void {
    this.#kept?.catalogue.forget(untilEpochMs);
  }

  forgetTracking(): void {
    this.#kept?.catalogue.forgetTracking();
  }
}
