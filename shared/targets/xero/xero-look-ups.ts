import type * as z from 'zod/mini';
import { ProviderError } from '../../domain/errors/errors.ts';
import { tooSlow, type XeroApi } from './xero-api.ts';
import { cutByLength } from './xero-filter.ts';

/**
 * Xero answers a query of about 2,000 characters with 404, as if there were no such list (seen with 53
 * ids). The rest is left for the page's number.
 */
const addressLengthMax = 1_900;
/** Xero's own page size. */
const pageSize = 100;
/** 20,000 records under some 50 numbers: a fault of ours, and no ground for "not there". */
const pagesMax = 200;

/** How records are looked for by values of one of their fields. */
export interface LookUp<T> {
  /** Envelope key, e.g. `Contacts`. */
  key: string;
  element: T;
  /** List of the records with these values; undefined: it cannot be asked for them. */
  listPath(values: string[]): string | undefined;
  /** The same for one value in the way that works in organisations of high volume, too. */
  alonePath(value: string): string | undefined;
}

/**
 * Looks records up by many values: in calls as long as Xero takes, page by page. What cannot be asked
 * is an error, since to its caller "not found" means "may be created".
 */
export class XeroLookUps {
  readonly #api: XeroApi;
  /** Filters for many values that were refused, as organisations of high volume do. */
  readonly #slow = new WeakSet<object>();

  constructor(api: XeroApi) {
    this.#api = api;
  }

  async find<T extends z.core.$ZodType>(
    lookUp: LookUp<T>,
    values: string[],
  ): Promise<Array<z.infer<T>>> {
    const found: Array<z.infer<T>> = [];
    const lengthOf = (group: string[]) => this.#api.addressLength(pathOf(lookUp, group));
    for (const group of cutByLength([...new Set(values)], lengthOf, addressLengthMax))
      found.push(...(await this.#findGroup(lookUp, group)));
    return found;
  }

  async #findGroup<T extends z.core.$ZodType>(
    lookUp: LookUp<T>,
    group: string[],
  ): Promise<Array<z.infer<T>>> {
    if (!this.#slow.has(lookUp)) {
      const found = await this.#readPages(lookUp, pathOf(lookUp, group));
      if (found !== tooSlow) return found;
      this.#slow.add(lookUp);
    }
    const found: Array<z.infer<T>> = [];
    for (const value of group) found.push(...(await this.#findAlone(lookUp, value)));
    return found;
  }

  async #findAlone<T extends z.core.$ZodType>(
    lookUp: LookUp<T>,
    value: string,
  ): Promise<Array<z.infer<T>>> {
    const path = lookUp.alonePath(value);
    if (path === undefined) throw unaskable();
    if (!path.includes('?')) return this.#api.readOne(path, lookUp.key, lookUp.element);
    const found = await this.#readPages(lookUp, path);
    if (found === tooSlow) throw unaskable();
    return found;
  }

  async #readPages<T extends z.core.$ZodType>(
    { key, element }: LookUp<T>,
    path: string,
  ): Promise<Array<z.infer<T>> | typeof tooSlow> {
    if (this.#api.addressLength(path) > addressLengthMax) throw unaskable();
    const found: Array<z.infer<T>> = [];
    for (let page = 1; page <= pagesMax; page += 1) {
      const listed = await this.#api.readFiltered(`${path}&page=${page}`, key, element);
      if (listed === tooSlow) return tooSlow;
      found.push(...listed);
      if (listed.length < pageSize) return found;
    }
    throw unaskable();
  }
}

function pathOf<T>(lookUp: LookUp<T>, values: string[]): string {
  const path = lookUp.listPath(values);
  if (path === undefined) throw unaskable();
  return path;
}

/** Nothing was sent, and nothing may be concluded. */
function unaskable(): ProviderError {
  return new ProviderError({
    provider: 'xero',
    status: undefined,
    code: 'look_up_impossible',
    canRetryHelp: false,
    effect: 'not_applied',
  });
}
