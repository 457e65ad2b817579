import type { Ledger, LedgerCapability } from '../../shared/ports/ledger/ledger.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from './pipeline.ts';

/** The same books, of a ledger that says of one capability that it lacks it. */
function lacking(ledger: Ledger, capability: LedgerCapability): Ledger {
  const documentUrl: Ledger['documentUrl'] = (kind, targetId) => ledger.documentUrl(kind, targetId);
  return { ...ledger, documentUrl, [capability]: undefined };
}

/** From now on the pipeline's ledger lacks it. */
export function takeAway(pipeline: Pipeline, capability: LedgerCapability): void {
  const ledger = lacking(pipeline.ports.ledgerFor(), capability);
  Object.assign(pipeline.ports, { ledgerFor: () => ledger });
}

/** The whole pipeline over a ledger that lacks one capability. */
export async function startLacking(
  capability: LedgerCapability,
  options: PipelineOptions = {},
): Promise<Pipeline> {
  const pipeline = await startPipeline(options);
  takeAway(pipeline, capability);
  return pipeline;
}
