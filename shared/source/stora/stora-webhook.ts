import * as z from 'zod/mini';
import { type RecordKind, recordId } from '../../contracts/ids.ts';
import { parseVendor } from '../../contracts/parse-vendor.ts';
import type { SourceEvent } from '../../ports/source-reader.ts';

/**
 * A webhook body. The guide's envelope has `api_version`, the generated schemas have `meta`;
 * neither is needed, so both may be absent. `data` has one key: the resource's name.
 */
const storaWebhook = z.looseObject({
  event: z.looseObject({
    /**
     * Stora documents no length of ids; theirs have some 20 characters. What is too long to name a
     * message on a queue is hashed there.
     */
    id: z.string().check(z.minLength(1), z.maxLength(255)),
    type: z.string().check(z.minLength(1), z.maxLength(255)),
    /** Whole seconds. */
    created_at: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
});

/** Which kind of record an event type is about; others are answered and left. */
const kindOfPrefix: Record<string, RecordKind> = {
  contact: 'contact',
  invoice: 'invoice',
  credit_note: 'credit_note',
  deal: 'deal',
  order: 'order',
  tenancy: 'tenancy',
  // It has no kind of its own: what is paid is told of with the tenancy.
  subscription: 'tenancy',
};

/** Undefined for types that no target takes. The key under `data` is the resource's own name. */
export function kindOfEvent(type: string): RecordKind | undefined {
  const [prefix = ''] = type.split('.');
  return Object.hasOwn(kindOfPrefix, prefix) ? kindOfPrefix[prefix] : undefined;
}

/** Undefined when it is no webhook of Stora's: not UTF-8, not JSON, not in this envelope. */
export function readStoraEvent(body: Uint8Array): SourceEvent | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const { event } = parseVendor(storaWebhook, JSON.parse(text));
    const { id, type, created_at: occurredAt, data } = event;
    return { id, type, occurredAt, subject: subjectOf(type, data) };
  } catch {
    // Recovery: answered as unreadable; a genuine sender's fault shows in the metric.
    return undefined;
  }
}

function subjectOf(type: string, data: Record<string, unknown>): SourceEvent['subject'] {
  const kind = kindOfEvent(type);
  if (kind === undefined) return undefined;
  if (kind === 'tenancy') return tenancyIn(type, data);
  const resource = data[kind];
  const sourceId = idOf(resource);
  return sourceId === undefined ? undefined : { kind, sourceId, resource };
}

/** Units, price and end stand in other resources, so that it is read anew, whatever comes along. */
function tenancyIn(type: string, data: Record<string, unknown>): SourceEvent['subject'] {
  const bare = z.looseObject({ tenancy: z.unknown() });
  const subscription = z.safeParse(bare, data.subscription);
  const told = type.startsWith('subscription.') ? subscription.data?.tenancy : data.tenancy;
  const sourceId = idOf(told);
  return sourceId === undefined ? undefined : { kind: 'tenancy', sourceId, resource: undefined };
}

function idOf(resource: unknown): string | undefined {
  if (typeof resource !== 'object' || resource === null || !('id' in resource)) return undefined;
  const parsed = recordId.safeParse(resource.id);
  return parsed.success ? parsed.data : undefined;
}
