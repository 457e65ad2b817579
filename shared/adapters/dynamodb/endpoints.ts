import * as z from 'zod/mini';
import { type Endpoint, endpointItem } from '../../contracts/endpoint-item.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

const keyFields = z.object({ endpointId: z.string(), operatorId: z.string() });

/** Webhook endpoints, found by the id in their URL before anything else is known. */
export class DynamoEndpoints implements Endpoints {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(endpointId: string): Promise<Endpoint | undefined> {
    return this.#table.get(keys.endpoint(endpointId), endpointItem);
  }

  everyKey(): Promise<Pick<Endpoint, 'endpointId' | 'operatorId'>[]> {
    return this.#table.scan({ attribute: 'sk', with: keys.endpoint('').sk }, keyFields);
  }

  put(endpoint: Endpoint): Promise<void> {
    return this.#table.put(keys.endpoint(endpoint.endpointId), endpoint);
  }

  rewrapSecrets(endpointId: string, sealedSecrets: string[]): Promise<boolean> {
    const condition = { equals: { endpointId } };
    return this.#table.updateIf(keys.endpoint(endpointId), { set: { sealedSecrets } }, condition);
  }

  remove(endpointId: string): Promise<void> {
    return this.#table.delete(keys.endpoint(endpointId));
  }
}
