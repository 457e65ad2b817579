import { storaVendor } from './stora/stora-vendor.ts';
import { xeroVendor } from './xero/xero-vendor.ts';

/**
 * Every simulated vendor by the name that settings and callbacks carry. They take the ports after the
 * portal's, in this order.
 */
export const vendors = {
  stora: storaVendor,
  xero: xeroVendor,
};

type Vendors = typeof vendors;
export type VendorName = keyof Vendors;

/** What may be wished of one. */
type ChoicesOf<V extends VendorName> = NonNullable<Parameters<Vendors[V]['start']>[0]['choices']>;
export type VendorChoices = { readonly [V in VendorName]?: ChoicesOf<V> };

/** What it is made of, for whoever looks inside. */
export type SandboxOf<V extends VendorName> = Awaited<ReturnType<Vendors[V]['start']>>['sandbox'];

export const vendorNames: readonly VendorName[] = Object.keys(vendors).filter(isVendorName);

function isVendorName(name: string): name is VendorName {
  return Object.hasOwn(vendors, name);
}
