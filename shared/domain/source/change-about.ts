import type { LinkKey } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { linkKeyOf } from '../links/link-key.ts';

export interface Asking {
  epoch: number;
  eventId: string;
  /** Of those that no vendor has. */
  eventType: string;
  /** ISO time. */
  at: string;
}

/** A change that we ask for ourselves. It says only which record it is about; the worker reads that. */
export function changeAbout(
  key: LinkKey,
  { epoch, eventId, eventType, at }: Asking,
): ChangeMessage {
  const times = { occurredAt: at, receivedAt: at };
  return { schemaVersion: 1, ...linkKeyOf(key), epoch, eventId, eventType, ...times };
}
