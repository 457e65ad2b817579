import * as z from 'zod/mini';
import { type ProofPage, proofPage } from '../../contracts/month-proof.ts';
import type { ProofPages, ProofPagesOf } from '../../ports/proof-pages.ts';
import { keys, operatorPartition, proofPagesPrefix } from './keys.ts';
import type { Table } from './table.ts';

const pagePlace = z.pick(proofPage, {
  operatorId: true,
  target: true,
  month: true,
  runId: true,
  side: true,
  kind: true,
  page: true,
  part: true,
});

/** A row for each page, under the run that has read it: what another one reads never mixes with it. */
export class DynamoProofPages implements ProofPages {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  put(page: ProofPage): Promise<void> {
    return this.#table.put(keys.proofPage(page), page);
  }

  ofRun(of: ProofPagesOf): Promise<ProofPage[]> {
    return this.#list(of, '');
  }

  paymentsOf(of: ProofPagesOf): Promise<ProofPage[]> {
    return this.#list(of, 'ledger#payment#');
  }

  async removeOthers(of: ProofPagesOf): Promise<void> {
    const found = await this.#table.list({
      pk: operatorPartition(of.operatorId),
      prefix: proofPagesPrefix(of),
      schema: pagePlace,
    });
    const others = found.filter(({ runId }) => runId !== of.runId);
    for (const page of others) await this.#table.delete(keys.proofPage(page));
  }

  #list(of: ProofPagesOf, which: string): Promise<ProofPage[]> {
    return this.#table.list({
      pk: operatorPartition(of.operatorId),
      prefix: `${proofPagesPrefix(of)}${of.runId}#${which}`,
      schema: proofPage,
    });
  }
}
