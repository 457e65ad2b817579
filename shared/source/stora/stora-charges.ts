import * as z from 'zod/mini';
import { ProviderError } from '../../domain/errors/errors.ts';
import type { Charge, SourceSite } from '../../domain/settings/source-uses.ts';
import type { SourceCharges } from '../../ports/source-charges.ts';
import type { StoraApi } from './stora-api.ts';
import { storaMoney, storaSite } from './stora-resources.ts';

const reference = z.looseObject({ id: z.string() });

/** The pages show no code of a unit type, the back office has one: it is taken wherever it comes. */
const unitType = z.looseObject({
  name: z.string(),
  accounting_code: z.nullish(z.string()),
  account_code: z.nullish(z.string()),
  site: z.nullish(reference),
});

const product = z.looseObject({
  name: z.string(),
  accounting_code: z.nullish(z.string()),
  site: z.nullish(reference),
});

const protectionLevel = z.looseObject({
  account_code: z.nullish(z.string()),
  cover_level: z.extend(storaMoney, { formatted: z.nullish(z.string()) }),
});

/** Unit types, products and protection levels, each a list of its own and under a right of its own. */
export class StoraCharges implements SourceCharges {
  readonly #api: StoraApi;

  constructor(api: StoraApi) {
    this.#api = api;
  }

  async sites(): Promise<SourceSite[]> {
    const sites = await this.#api.listAll('/sites', 'sites', storaSite);
    return sites.map(({ id, name }) => ({ siteId: id, name: name?.trim() || id }));
  }

  async charges(): Promise<{ charges: Charge[]; unread: string[] }> {
    const charges: Charge[] = [];
    const unread: string[] = [];
    for (const { words, read } of this.#lists) {
      try {
        charges.push(...(await read()));
      } catch (error) {
        if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
        // Recovery: told as not read; its codes are known as soon as invoices bear them.
        unread.push(words);
      }
    }
    return { charges, unread };
  }

  readonly #lists: ReadonlyArray<{ words: string; read(): Promise<Charge[]> }> = [
    { words: 'unit types', read: () => this.#unitTypes() },
    { words: 'products', read: () => this.#products() },
    { words: 'protection levels', read: () => this.#protectionLevels() },
  ];

  async #unitTypes(): Promise<Charge[]> {
    const found = await this.#api.listAll('/unit_types', 'unit_types', unitType);
    return found.map(({ name, accounting_code, account_code, site }) => ({
      what: 'unit_type',
      name,
      code: codeOf(accounting_code ?? account_code),
      siteId: site?.id,
    }));
  }

  async #products(): Promise<Charge[]> {
    const found = await this.#api.listAll('/products', 'products', product);
    return found.map(({ name, accounting_code, site }) => ({
      what: 'product',
      name,
      code: codeOf(accounting_code),
      siteId: site?.id,
    }));
  }

  async #protectionLevels(): Promise<Charge[]> {
    const found = await this.#api.listAll(
      '/protection_levels',
      'protection_levels',
      protectionLevel,
    );
    return found.map(({ account_code, cover_level }) => ({
      what: 'protection',
      name: `up to ${cover_level.formatted ?? cover_level.amount / 100}`,
      code: codeOf(account_code),
      siteId: undefined,
    }));
  }
}

/** As lines of invoices are read, so that both are the same code. */
function codeOf(code: string | null | undefined): string | undefined {
  return code?.trim() || undefined;
}
