import type { RecordKind } from '../../contracts/ids.ts';

/** Which kind of record an event type is about; others are answered and left. */
const kindOfPrefix: Record<string, RecordKind> = {
  contact: 'contact',
  invoice: 'invoice',
  credit_note: 'credit_note',
};

/** Undefined for types that no target takes. The key under `data` is the resource's own name. */
export function kindOfEvent(type: string): RecordKind | undefined {
  const [prefix = ''] = type.split('.');
  return Object.hasOwn(kindOfPrefix, prefix) ? kindOfPrefix[prefix] : undefined;
}

/** Only contacts can be deleted at the source; documents are voided. */
export function isDeletion(type: string): boolean {
  return type === 'contact.deleted';
}
