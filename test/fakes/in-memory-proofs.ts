import type { Target } from '../../shared/contracts/ids.ts';
import type { KeptCatalogue } from '../../shared/contracts/kept-catalogue.ts';
import type {
  AcceptedMismatch,
  MonthProof,
  ProofPage,
} from '../../shared/contracts/month-proof.ts';
import type { AcceptedMismatches } from '../../shared/ports/accepted-mismatches.ts';
import type { KeptCatalogues } from '../../shared/ports/kept-catalogues.ts';
import type { MonthProofs } from '../../shared/ports/month-proofs.ts';
import type { ProofPages, ProofPagesOf } from '../../shared/ports/proof-pages.ts';
import { Faults } from './faults.ts';

export class InMemoryMonthProofs implements MonthProofs {
  readonly faults = new Faults();
  readonly #rows = new Map<string, MonthProof>();

  async get(operatorId: string, target: Target, month: string): Promise<MonthProof | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(`${operatorId} ${target} ${month}`));
  }

  async put(proof: MonthProof): Promise<void> {
    this.faults.check('put');
    const { operatorId, target, month } = proof;
    this.#rows.set(`${operatorId} ${target} ${month}`, structuredClone(proof));
  }

  async list(operatorId: string, target: Target): Promise<MonthProof[]> {
    this.faults.check('list');
    return latestFirst(this.#rows, `${operatorId} ${target} `);
  }
}

export class InMemoryProofPages implements ProofPages {
  readonly faults = new Faults();
  readonly #rows = new Map<string, ProofPage>();

  async put(page: ProofPage): Promise<void> {
    this.faults.check('put');
    const { side, kind } = page;
    const place = [page.page, page.part].map((part) => String(part).padStart(6, '0')).join('#');
    this.#rows.set(`${ownerOf(page)}${page.runId}#${side}#${kind}#${place}`, structuredClone(page));
  }

  async ofRun(of: ProofPagesOf): Promise<ProofPage[]> {
    this.faults.check('ofRun');
    return latestFirst(this.#rows, `${ownerOf(of)}${of.runId}#`).reverse();
  }

  /** Everything that is kept; only fakes can say. */
  all(): ProofPage[] {
    return [...this.#rows.values()];
  }

  async paymentsOf(of: ProofPagesOf): Promise<ProofPage[]> {
    this.faults.check('paymentsOf');
    return latestFirst(this.#rows, `${ownerOf(of)}${of.runId}#ledger#payment#`).reverse();
  }

  async removeOthers(of: ProofPagesOf): Promise<void> {
    this.faults.check('removeOthers');
    for (const [id, { runId }] of this.#rows)
      if (id.startsWith(ownerOf(of)) && runId !== of.runId) this.#rows.delete(id);
  }
}

export class InMemoryAcceptedMismatches implements AcceptedMismatches {
  readonly faults = new Faults();
  readonly #rows = new Map<string, AcceptedMismatch>();

  async put(accepted: AcceptedMismatch): Promise<void> {
    this.faults.check('put');
    const { operatorId, target, key } = accepted;
    this.#rows.set(`${operatorId} ${target} ${key}`, structuredClone(accepted));
  }

  async remove(operatorId: string, target: Target, key: string): Promise<void> {
    this.faults.check('remove');
    this.#rows.delete(`${operatorId} ${target} ${key}`);
  }

  async list(operatorId: string, target: Target): Promise<AcceptedMismatch[]> {
    this.faults.check('list');
    return latestFirst(this.#rows, `${operatorId} ${target} `).reverse();
  }
}

export class InMemoryKeptCatalogues implements KeptCatalogues {
  readonly faults = new Faults();
  readonly #rows = new Map<string, KeptCatalogue>();

  async get(operatorId: string, target: Target): Promise<KeptCatalogue | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(`${operatorId} ${target}`));
  }

  async put(kept: KeptCatalogue): Promise<void> {
    this.faults.check('put');
    this.#rows.set(`${kept.operatorId} ${kept.target}`, structuredClone(kept));
  }
}

function ownerOf({ operatorId, target, month }: Omit<ProofPagesOf, 'runId'>): string {
  return `${operatorId} ${target} ${month} `;
}

/** By their keys, the last one first. */
function latestFirst<T>(rows: Map<string, T>, begins: string): T[] {
  const names = [...rows.keys()].filter((name) => name.startsWith(begins)).sort();
  return names.toReversed().flatMap((name) => structuredClone(rows.get(name)) ?? []);
}
