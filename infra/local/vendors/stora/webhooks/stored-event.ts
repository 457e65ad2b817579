import type { JsonObject } from '../core/resources.ts';

/** An occurrence; its data is a snapshot, so a later retry shows the old state. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly operatorSlug: string;
  readonly created_at: string;
  readonly data: JsonObject;
  readonly curies: readonly JsonObject[];
}

/** Raw body of a delivery; both documented envelope forms at once. */
export function webhookBody(event: StoredEvent, apiVersion: string): string {
  const { id, type, created_at, data, curies } = event;
  const shown = { id, type, api_version: apiVersion, created_at, data, meta: { curies } };
  return JSON.stringify({ event: shown });
}
