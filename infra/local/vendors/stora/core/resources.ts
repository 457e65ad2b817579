/** JSON values as they travel; `type` aliases below stay assignable to it. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** `amount` is integer minor units. */
export type Money = {
  readonly amount: number;
  readonly currency: string;
  readonly formatted: string;
};
export type Ref = { readonly id: string };
export type Metadata = { readonly [key: string]: string };
type Stamps = { readonly created_at: string; readonly updated_at: string };

export type Address = {
  readonly line_1: string | null;
  readonly line_2: string | null;
  readonly city: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
  readonly country_alpha2: string | null;
};

export type Contact = Stamps & {
  readonly id: string;
  readonly address: Address | null;
  readonly company_registration_number: string | null;
  readonly email: string;
  readonly full_name: string | null;
  readonly identity_check: { readonly required: boolean; readonly status: string };
  readonly marketing_source: string | null;
  readonly metadata: Metadata;
  readonly phone_number: string | null;
  readonly source: string | null;
  readonly status: string;
  readonly stripe_customer_id: string | null;
  readonly tax_id: string | null;
  readonly tenancies_count: number;
  readonly type: string | null;
  readonly use_case: string | null;
};

export type InvoiceLine = {
  readonly accounting_code: string | null;
  readonly description: string;
  readonly discount_total: Money;
  readonly price: Money;
  readonly proration: boolean;
  readonly quantity: number;
  readonly tax: Money;
  readonly total: Money;
  readonly total_excluding_tax: Money;
  readonly type: string | null;
};

export type Invoice = {
  readonly id: string;
  readonly amount_due: Money;
  readonly amount_paid: Money;
  readonly contact: Ref;
  readonly created_at: string;
  readonly finalized_at: string | null;
  readonly line_items: readonly InvoiceLine[];
  readonly number: string;
  readonly paid_at: string | null;
  readonly period_end: string | null;
  readonly period_start: string | null;
  readonly post_payment_credit_notes_amount: Money;
  readonly pre_payment_credit_notes_amount: Money;
  readonly purchase_order_number: string | null;
  readonly site: Ref;
  readonly status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  readonly subscription: Ref | null;
  readonly subtotal: Money;
  readonly tax: Money;
  readonly total: Money;
  readonly voided_at: string | null;
};

export type CreditNoteLine = {
  readonly amount: Money;
  readonly description: string;
  readonly discount_total: Money;
  readonly price: Money;
  readonly quantity: number;
  readonly tax: Money;
  readonly type: 'invoice_line_item';
};

export type CreditNote = {
  readonly id: string;
  readonly contact: Ref;
  readonly created_at: string;
  readonly invoice: Ref;
  readonly line_items: readonly CreditNoteLine[];
  readonly number: string;
  readonly reason: string;
  readonly site: Ref;
  readonly status: 'issued';
  readonly subtotal: Money;
  readonly total: Money;
  readonly type: 'pre_payment' | 'post_payment';
};

export type OrderLine = Stamps & {
  readonly id: string;
  readonly discount_total: Money;
  readonly item: Ref;
  readonly price: Money;
  readonly quantity: number;
  readonly tax: Money;
  readonly total: Money;
  readonly total_excluding_tax: Money;
  readonly type: string;
};

export type Product = Stamps & {
  readonly id: string;
  readonly accounting_code: string | null;
  readonly category: Ref;
  readonly charge_type: 'recurring' | 'one_time';
  readonly description: string;
  readonly name: string;
  readonly prices: readonly Price[];
  readonly site: Ref;
  readonly sku: string | null;
};

export type Order = Stamps & {
  readonly id: string;
  readonly billing_period: string;
  readonly contact: Ref | null;
  readonly contract_template: Ref | null;
  readonly coupon: Ref | null;
  readonly email_notifications: {
    readonly booking_confirmation: boolean;
    readonly move_in_day: boolean;
  };
  readonly line_items: readonly Ref[];
  readonly metadata: Metadata;
  readonly one_time_total: Money;
  readonly one_time_total_excluding_tax: Money;
  readonly payment_method: string;
  readonly payment_url: string | null;
  readonly purchase_order_number: string | null;
  readonly site: Ref;
  readonly source: string;
  readonly starts_at: string;
  readonly status: string;
  readonly subscription: Ref | null;
  readonly subtotal: Money;
  readonly tax: Money;
  readonly tenancy: Ref | null;
  readonly total: Money;
  readonly total_discount: Money;
  readonly total_excluding_tax: Money;
};

export type DealStage = Stamps & {
  readonly id: string;
  readonly name: string;
  readonly position: number;
};

export type DealLine = {
  readonly item: Ref;
  readonly quantity: number;
  readonly type: string;
};

export type Deal = Stamps & {
  readonly id: string;
  readonly assignee: Ref | null;
  readonly contact: Ref;
  readonly creator: Ref;
  readonly line_items: readonly DealLine[];
  readonly lost_reason: string | null;
  readonly metadata: Metadata;
  readonly name: string;
  readonly note: string | null;
  readonly site: Ref | null;
  readonly stage: Ref;
  readonly starts_at: string | null;
  readonly status: 'open' | 'won' | 'lost';
  readonly value_estimate: string | null;
};

export type SubscriptionLine = Stamps & {
  readonly item: Ref;
  readonly price: Money;
  readonly quantity: number;
  readonly type: string;
};

export type Subscription = Stamps & {
  readonly id: string;
  readonly billing_period: string;
  readonly cancellation_reason: string | null;
  readonly cancelled: boolean;
  readonly contact: Ref;
  readonly current_period: { readonly ends_at: string | null; readonly starts_at: string };
  readonly ends_at: string | null;
  readonly line_items: readonly SubscriptionLine[];
  readonly order: Ref;
  readonly site: Ref;
  readonly starts_at: string;
  readonly stripe_subscription_id: string | null;
  readonly stripe_subscription_schedule_id: string | null;
  readonly tenancy: Ref;
};

export type Tenancy = Stamps & {
  readonly id: string;
  readonly contact: Ref;
  readonly ends_at: string | null;
  readonly order: Ref;
  readonly site: Ref;
  readonly starts_at: string;
  readonly subscription: Ref;
  readonly unit_allocations: readonly Ref[];
};

export type UnitAllocation = Stamps & {
  readonly id: string;
  readonly granted_access_at: string | null;
  readonly reserved_at: string | null;
  readonly tenancy: Ref;
  readonly unit: Ref;
};

export type Unit = Stamps & {
  readonly id: string;
  readonly reference_id: string;
  readonly site: Ref;
  readonly status: string;
  readonly unit_allocation: Ref | null;
  readonly unit_type: Ref;
};

export type Price = {
  readonly billing_period: string;
  readonly price: Money;
  readonly stripe_price_id: string;
};
export type Links = { readonly [rel: string]: { readonly href: string; readonly title: string } };

export type UnitType = Stamps & {
  readonly id: string;
  readonly _links: Links;
  readonly dimensions: {
    readonly height: number;
    readonly length: number;
    readonly measurement_unit: string;
    readonly width: number;
  };
  readonly dynamic_pricing: boolean;
  readonly images: { readonly default: string | null };
  readonly name: string;
  readonly prices: readonly Price[];
  readonly promotion: Ref | null;
  readonly require_insurance_coverage: boolean;
  readonly require_security_deposit: boolean;
  readonly security_deposit: Money;
  readonly selling_points: readonly string[];
  readonly site: Ref;
  readonly size_description: string;
  readonly slug: string;
  readonly status: string;
  readonly stripe_product_id: string;
};

export type OpeningHours = {
  readonly close: string;
  readonly open: string;
  readonly status: string;
};

export type Site = Stamps & {
  readonly id: string;
  readonly access_hours: { readonly [weekday: string]: OpeningHours };
  readonly address: {
    readonly city: string;
    readonly line_1: string;
    readonly line_2: string | null;
    readonly postal_code: string;
  };
  readonly description: string;
  readonly directions: { readonly google_maps_url: string };
  readonly images: { readonly default: string | null };
  readonly name: string;
  readonly opened_at: string;
  readonly phone: string;
};

export type ProtectionLevel = Stamps & {
  readonly id: string;
  readonly account_code: string | null;
  readonly cover_level: Money;
  readonly prices: readonly Price[];
  readonly public: boolean;
  readonly stripe_product_id: string;
};

export type TimelineSource = Stamps & {
  readonly id: string;
  readonly global: boolean;
  readonly name: string;
  readonly website_url: string;
};

export type TimelineTemplate = Stamps & {
  readonly id: string;
  readonly global: boolean;
  readonly message: string;
  readonly name: string;
  readonly variables: {
    readonly custom: readonly string[];
    readonly predefined: readonly string[];
  };
};

export type TimelineEvent = Stamps & {
  readonly id: string;
  readonly contact: Ref | null;
  readonly creator: Ref;
  readonly description: string | null;
  readonly external: { readonly id: string | null; readonly url: string | null } | null;
  readonly invoice: Ref | null;
  readonly site: Ref | null;
  readonly source: Ref;
  readonly subscription: Ref | null;
  readonly template: Ref;
  readonly tenancy: Ref | null;
  readonly unit: Ref | null;
  readonly unit_type: Ref | null;
  readonly variables: JsonObject;
};

/** As stored, with its secret; only the answer to its creation shows the secret. */
export type WebhookEndpoint = Stamps & {
  readonly id: string;
  readonly api_version: string;
  readonly creator: Ref;
  readonly description: string | null;
  readonly disabled_at: string | null;
  readonly event_types: readonly string[];
  readonly metadata: Metadata;
  readonly name: string;
  readonly secret: string;
  readonly status: 'enabled' | 'disabled';
  readonly url: string;
};
