import type { Endpoint } from '../contracts/endpoint-item.ts';

export interface Endpoints {
  /** Every endpoint there is, former ones too, from the table itself: none is missing that stood before the call. */
  everyKey(): Promise<Pick<Endpoint, 'endpointId' | 'operatorId'>[]>;
  get(endpointId: string): Promise<Endpoint | undefined>;
  put(endpoint: Endpoint): Promise<void>;
  /** Puts the same secrets there, sealed by another key; false when the endpoint is gone. */
  rewrapSecrets(endpointId: string, sealedSecrets: string[]): Promise<boolean>;
  /** Forgets the endpoint with its secrets; deliveries to it are then refused as unknown. */
  remove(endpointId: string): Promise<void>;
}
