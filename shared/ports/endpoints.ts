import type { Endpoint } from '../contracts/stored-items.ts';

export interface Endpoints {
  get(endpointId: string): Promise<Endpoint | undefined>;
  put(endpoint: Endpoint): Promise<void>;
}
