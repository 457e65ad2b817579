import { NotConnectedError } from '../../shared/domain/errors/errors.ts';
import type { Pipeline } from './pipeline.ts';

/** Lets the ledger of a pipeline need its operator for as long as the world says so. */
export function awayWith(world: { isAway: boolean }, { ports }: Pipeline): void {
  const { ledgerFor } = ports;
  ports.ledgerFor = () => {
    if (world.isAway) throw new NotConnectedError('xero', 'needs_reconnect');
    return ledgerFor();
  };
}
