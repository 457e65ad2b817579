import type { Endpoint } from '../../shared/contracts/stored-items.ts';
import type { Endpoints } from '../../shared/ports/endpoints.ts';
import { Faults } from './faults.ts';

export class InMemoryEndpoints implements Endpoints {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Endpoint>();

  async get(endpointId: string): Promise<Endpoint | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(endpointId));
  }

  async put(endpoint: Endpoint): Promise<void> {
    this.faults.check('put');
    this.#rows.set(endpoint.endpointId, structuredClone(endpoint));
  }
}
