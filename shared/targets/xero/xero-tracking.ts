import type { LedgerTracking } from '../../ports/ledger/tracking.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';

/** Tracking categories and their options; `forget` takes what the catalogue keeps of them. */
export class XeroTracking implements LedgerTracking {
  readonly #api: XeroApi;
  readonly forget: () => void;

  constructor(api: XeroApi, forget: () => void) {
    this.#api = api;
    this.forget = forget;
  }

  async createCategory(name: string, key: WriteKey): Promise<Written<true>> {
    return this.#api.writeSingle({
      path: '/TrackingCategories',
      key: 'TrackingCategories',
      body: { Name: name },
      idempotencyKey: key,
    });
  }

  async createOption(categoryId: string, name: string, key: WriteKey): Promise<Written<true>> {
    return this.#api.writeSingle({
      path: `/TrackingCategories/${categoryId}/Options`,
      key: 'Options',
      body: { Name: name },
      idempotencyKey: key,
    });
  }
}
