import * as z from 'zod/mini';
import type { SaleList, SalePage } from '../../ports/source.ts';
import type { Shown } from '../../ports/source-reader.ts';
import { isExpandedContact } from './read-contact.ts';
import type { RecordPage, StoraApi } from './stora-api.ts';
import { pageOf } from './stora-listings.ts';
import { showDeal, showOrder, showTenancy } from './stora-reader.ts';
import { storaContact, storaSite } from './stora-resources.ts';
import {
  type StoraAllocation,
  type StoraTenancy,
  storaAllocation,
  storaDeal,
  storaOrder,
  storaSubscription,
  storaTenancy,
  storaUnit,
  storaUnitType,
} from './stora-sale-resources.ts';

/** Inferred for most of them; what it does not bring is read by itself. */
const parties = { expand: 'contact,site' };
const dealParties = { expand: 'contact,site,stage' };
const tenancyParts = {
  expand: [
    ...['contact', 'site', 'subscription', 'unit_allocations'],
    ...['unit_allocations.unit', 'unit_allocations.unit.unit_type'],
  ].join(','),
};

type Party = z.infer<typeof storaContact>;
interface OfParties {
  contact?: Party | null | undefined;
  site?: z.infer<typeof storaSite> | null | undefined;
}

/** Deals, orders and tenancies of Stora's, with all that a sale is told by. */
export class StoraSales {
  readonly #api: StoraApi;

  constructor(api: StoraApi) {
    this.#api = api;
  }

  async deal(id: string): Promise<Shown<'deal'> | undefined> {
    const found = await this.#api.find(
      `/deals/${encodeURIComponent(id)}`,
      z.looseObject({ deal: storaDeal }),
      dealParties,
    );
    return found && showDeal(await this.#withParties(found.deal));
  }

  async order(id: string): Promise<Shown<'order'> | undefined> {
    const found = await this.#api.find(
      `/orders/${encodeURIComponent(id)}`,
      z.looseObject({ order: storaOrder }),
      parties,
    );
    return found && showOrder(await this.#withParties(found.order));
  }

  async tenancy(id: string): Promise<Shown<'tenancy'> | undefined> {
    const schema = z.looseObject({ tenancy: storaTenancy });
    const found = await this.#api.find(
      `/tenancies/${encodeURIComponent(id)}`,
      schema,
      tenancyParts,
    );
    return found && showTenancy(await this.#withRent(await this.#withParties(found.tenancy)));
  }

  /** The latest changed first, where Stora sorts so; of tenancies only the order of creation is told. */
  async list(list: SaleList): Promise<SalePage> {
    const { kind, page, updatedAfter: updated_after } = list;
    const byChange = { updated_after, sort_by: 'updated_at', sort_direction: 'DESC' };
    if (kind === 'deal') {
      const deals = { path: '/deals', key: 'deals', item: storaDeal };
      const found = await this.#api.listPage(deals, page, { ...byChange, ...dealParties });
      return pageOf(found, (deal) => ({ shown: showDeal(deal), ...timesOf(deal) }));
    }
    if (kind === 'order') {
      const orders = { path: '/orders', key: 'orders', item: storaOrder };
      const found = await this.#api.listPage(orders, page, { ...byChange, ...parties });
      return pageOf(found, (order) => ({ shown: showOrder(order), ...timesOf(order) }));
    }
    return this.#tenancies(page);
  }

  async #tenancies(page: number): Promise<SalePage> {
    const tenancies = { path: '/tenancies', key: 'tenancies', item: storaTenancy };
    const sorting = { sort_by: 'created_at', sort_direction: 'DESC' };
    const found: RecordPage<StoraTenancy> = await this.#api.listPage(tenancies, page, {
      ...sorting,
      ...tenancyParts,
    });
    return pageOf(found, (tenancy) => ({ shown: showTenancy(tenancy), ...timesOf(tenancy) }));
  }

  /** With customer and site, where the answer only names them. */
  async #withParties<T extends OfParties>(record: T): Promise<T> {
    const { contact, site } = record;
    const isBare = contact != null && !isExpandedContact(contact);
    const found = isBare ? await this.#contact(contact.id) : undefined;
    const fullSite = site != null && site.name == null ? await this.#site(site.id) : undefined;
    return {
      ...record,
      ...(found === undefined ? {} : { contact: found }),
      ...(fullSite === undefined ? {} : { site: fullSite }),
    };
  }

  /** With its price and its units, where the answer only names them. */
  async #withRent(tenancy: StoraTenancy): Promise<StoraTenancy> {
    const { subscription, unit_allocations } = tenancy;
    const isBare = subscription != null && subscription.line_items == null;
    const price = isBare ? await this.#subscription(subscription.id) : undefined;
    const areBare = unit_allocations?.some(({ unit }) => unit?.reference_id == null) ?? true;
    const units = areBare ? await this.#allocations(tenancy.id) : undefined;
    return {
      ...tenancy,
      ...(price === undefined ? {} : { subscription: price }),
      ...(units === undefined ? {} : { unit_allocations: units }),
    };
  }

  async #subscription(id: string) {
    const schema = z.looseObject({ subscription: storaSubscription });
    return (await this.#api.find(`/subscriptions/${encodeURIComponent(id)}`, schema, {}))
      ?.subscription;
  }

  /** One page holds the units of any tenancy. */
  async #allocations(tenancyId: string): Promise<StoraAllocation[]> {
    const list = { path: '/unit_allocations', key: 'unit_allocations', item: storaAllocation };
    const wishes = { tenancy_id: tenancyId, expand: 'unit,unit.unit_type' };
    const { records } = await this.#api.listPage(list, 1, wishes);
    // A wish that is refused, or not known, is no wish: then those of others come along.
    const own = records.filter(({ tenancy }) => tenancy?.id === tenancyId);
    const full: StoraAllocation[] = [];
    for (const one of own) full.push({ ...one, unit: await this.#unit(one) });
    return full;
  }

  async #unit({ unit }: StoraAllocation) {
    if (unit == null) return undefined;
    const full = unit.reference_id == null ? await this.#unitBy(unit.id) : unit;
    if (full?.unit_type == null || full.unit_type.size_description != null) return full;
    return { ...full, unit_type: await this.#unitType(full.unit_type.id) };
  }

  async #unitBy(id: string) {
    const schema = z.looseObject({ unit: storaUnit });
    const path = `/units/${encodeURIComponent(id)}`;
    return (await this.#api.find(path, schema, { expand: 'unit_type' }))?.unit;
  }

  async #unitType(id: string) {
    const schema = z.looseObject({ unit_type: storaUnitType });
    return (await this.#api.find(`/unit_types/${encodeURIComponent(id)}`, schema))?.unit_type;
  }

  async #contact(id: string) {
    return (
      await this.#api.find(
        `/contacts/${encodeURIComponent(id)}`,
        z.looseObject({ contact: storaContact }),
        {},
      )
    )?.contact;
  }

  async #site(id: string) {
    return (
      await this.#api.find(
        `/sites/${encodeURIComponent(id)}`,
        z.looseObject({ site: storaSite }),
        {},
      )
    )?.site;
  }
}

function timesOf(of: {
  created_at?: string | null | undefined;
  updated_at?: string | null | undefined;
}) {
  return { createdAt: of.created_at ?? undefined, changedAt: of.updated_at ?? undefined };
}
