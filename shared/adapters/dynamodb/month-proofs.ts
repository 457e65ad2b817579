import type { Target } from '../../contracts/ids.ts';
import { type MonthProof, monthProof } from '../../contracts/month-proof.ts';
import type { MonthProofs } from '../../ports/month-proofs.ts';
import { keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** A row for each month of an operator and target. */
export class DynamoMonthProofs implements MonthProofs {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string, target: Target, month: string): Promise<MonthProof | undefined> {
    return this.#table.get(keys.monthProof(operatorId, target, month), monthProof);
  }

  put(proof: MonthProof): Promise<boolean> {
    const { operatorId, target, month, nightBeganAtEpochMs = 0 } = proof;
    return this.#table.putIf(keys.monthProof(operatorId, target, month), proof, {
      absentOrAtMost: { nightBeganAtEpochMs },
    });
  }

  list(operatorId: string, target: Target): Promise<MonthProof[]> {
    return this.#table.list({
      pk: operatorPartition(operatorId),
      prefix: `${prefixes.monthProof}${target}#`,
      schema: monthProof,
      isNewestFirst: true,
    });
  }
}
