import type { Connection } from '../contracts/connection-item.ts';
import type { Endpoint } from '../contracts/endpoint-item.ts';

/**
 * Rows for the intake: what was read for one delivery serves the next ones for a short time. That
 * nothing is there is never remembered.
 */
export interface IntakeRows {
  /** Undefined: not remembered, which says nothing about whether there is one. */
  rememberedEndpoint(endpointId: string): Endpoint | undefined;
  /** Undefined: not remembered. */
  rememberedConnections(operatorId: string): Connection[] | undefined;
  /** As it stands now; remembered from here on. */
  readEndpoint(endpointId: string): Promise<Endpoint | undefined>;
  /** As they stand now; remembered from here on. */
  readConnections(operatorId: string): Promise<Connection[]>;
}
