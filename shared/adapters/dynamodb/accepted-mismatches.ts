import type { Target } from '../../contracts/ids.ts';
import { type AcceptedMismatch, acceptedMismatch } from '../../contracts/month-proof.ts';
import type { AcceptedMismatches } from '../../ports/accepted-mismatches.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

export class DynamoAcceptedMismatches implements AcceptedMismatches {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  put(accepted: AcceptedMismatch): Promise<void> {
    const { operatorId, target, key } = accepted;
    return this.#table.put(keys.acceptedMismatch(operatorId, target, key), accepted);
  }

  remove(operatorId: string, target: Target, key: string): Promise<void> {
    return this.#table.delete(keys.acceptedMismatch(operatorId, target, key));
  }

  list(operatorId: string, target: Target): Promise<AcceptedMismatch[]> {
    return this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: `${prefixes.acceptedMismatch}${target}#`,
      schema: acceptedMismatch,
    });
  }
}
