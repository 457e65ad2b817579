import type { Endpoint } from '../../shared/contracts/endpoint-item.ts';
import type { Endpoints } from '../../shared/ports/endpoints.ts';
import { Faults } from './faults.ts';

export class InMemoryEndpoints implements Endpoints {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Endpoint>();

  async get(endpointId: string): Promise<Endpoint | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(endpointId));
  }

  async everyKey(): Promise<Pick<Endpoint, 'endpointId' | 'operatorId'>[]> {
    this.faults.check('everyKey');
    return [...this.#rows.values()].map(({ endpointId, operatorId }) => ({
      endpointId,
      operatorId,
    }));
  }

  async put(endpoint: Endpoint): Promise<void> {
    this.faults.check('put');
    this.#rows.set(endpoint.endpointId, structuredClone(endpoint));
  }

  async rewrapSecrets(endpointId: string, sealedSecrets: string[]): Promise<boolean> {
    this.faults.check('rewrapSecrets');
    const row = this.#rows.get(endpointId);
    if (row !== undefined) this.#rows.set(endpointId, { ...row, sealedSecrets });
    return row !== undefined;
  }

  async remove(endpointId: string): Promise<void> {
    this.faults.check('remove');
    this.#rows.delete(endpointId);
  }
}
