import * as z from 'zod/mini';

/** Stora's money: integer minor units and an ISO 4217 code. `formatted` is for people and ignored. */
export const storaMoney = z.looseObject({
  amount: z.int(),
  currency: z.string().check(z.length(3)),
});

const reference = z.looseObject({ id: z.string() });

const storaAddress = z.looseObject({
  line_1: z.nullish(z.string()),
  line_2: z.nullish(z.string()),
  city: z.nullish(z.string()),
  postal_code: z.nullish(z.string()),
  state: z.nullish(z.string()),
  country_alpha2: z.nullish(z.string()),
});

/** A contact as served by the API and inside webhooks; a bare reference `{id}` also parses. */
export const storaContact = z.looseObject({
  id: z.string(),
  email: z.nullish(z.string()),
  full_name: z.nullish(z.string()),
  phone_number: z.nullish(z.string()),
  address: z.nullish(storaAddress),
  type: z.nullish(z.string()),
  tax_id: z.nullish(z.string()),
  company_registration_number: z.nullish(z.string()),
  metadata: z.nullish(z.record(z.string(), z.string())),
  /** Of the newer generation; read leniently, here and below, for a ledger needs none of them. */
  status: z.catch(z.nullish(z.string()), undefined),
  source: z.catch(z.nullish(z.string()), undefined),
  marketing_source: z.catch(z.nullish(z.string()), undefined),
  use_case: z.catch(z.nullish(z.string()), undefined),
  created_at: z.nullish(z.string()),
  updated_at: z.nullish(z.string()),
});
export type StoraContact = z.infer<typeof storaContact>;

export const storaSite = z.looseObject({ id: z.string(), name: z.nullish(z.string()) });

const storaInvoiceLine = z.looseObject({
  description: z.nullish(z.string()),
  accounting_code: z.nullish(z.string()),
  type: z.nullish(z.string()),
  quantity: z.number(),
  price: storaMoney,
  discount_total: z.nullish(storaMoney),
  tax: storaMoney,
  total: storaMoney,
  total_excluding_tax: z.nullish(storaMoney),
  proration: z.nullish(z.boolean()),
});

/** Whatever an invoice comes from; only where it is expanded it tells how that is paid. */
const storaOrigin = z.looseObject({ payment_method: z.nullish(z.string()) });

/** An invoice: no `updated_at`, no due date, lines without ids (Stora API 2025-09). */
export const storaInvoice = z.looseObject({
  id: z.string(),
  number: z.nullish(z.string()),
  status: z.string(),
  period_start: z.nullish(z.string()),
  period_end: z.nullish(z.string()),
  created_at: z.nullish(z.string()),
  finalized_at: z.nullish(z.string()),
  paid_at: z.nullish(z.string()),
  voided_at: z.nullish(z.string()),
  subtotal: z.nullish(storaMoney),
  tax: storaMoney,
  total: storaMoney,
  amount_paid: storaMoney,
  amount_due: z.nullish(storaMoney),
  pre_payment_credit_notes_amount: z.nullish(storaMoney),
  post_payment_credit_notes_amount: z.nullish(storaMoney),
  contact: storaContact,
  site: z.nullish(storaSite),
  subscription: z.nullish(z.extend(storaOrigin, { order: z.nullish(storaOrigin) })),
  order: z.nullish(storaOrigin),
  line_items: z.array(storaInvoiceLine),
});
export type StoraInvoice = z.infer<typeof storaInvoice>;

const storaCreditNoteLine = z.looseObject({
  description: z.nullish(z.string()),
  quantity: z.number(),
  tax: storaMoney,
  amount: storaMoney,
});

/** A credit note: exactly one invoice, lines without accounting code, no tax total. */
export const storaCreditNote = z.looseObject({
  id: z.string(),
  number: z.nullish(z.string()),
  status: z.nullish(z.string()),
  type: z.string(),
  reason: z.nullish(z.string()),
  total: storaMoney,
  created_at: z.nullish(z.string()),
  contact: storaContact,
  invoice: reference,
  site: z.nullish(storaSite),
  line_items: z.array(storaCreditNoteLine),
});
export type StoraCreditNote = z.infer<typeof storaCreditNote>;

/** What `GET /oauth2/token/info` tells; `operator.name` is the only identity Stora offers. */
export const storaTokenInfo = z.looseObject({
  scope: z.array(z.string()),
  operator: z.optional(z.looseObject({ name: z.string() })),
});

/** Every success body carries `meta`; the `sf` CURIE names the operator's storefront host. */
export const storaMeta = z.looseObject({
  request_id: z.optional(z.string()),
  curies: z.optional(z.array(z.looseObject({ name: z.string(), href: z.string() }))),
});

export const storaError = z.looseObject({
  error: z.looseObject({
    code: z.string(),
    message: z.optional(z.string()),
    request_id: z.optional(z.string()),
    details: z.optional(
      z.array(z.looseObject({ message: z.optional(z.string()), pointer: z.optional(z.string()) })),
    ),
  }),
});
