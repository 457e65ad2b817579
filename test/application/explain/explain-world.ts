import { findRecords } from '../../../shared/application/explain/find-record.ts';
import { loadRecord } from '../../../shared/application/explain/load-record.ts';
import { answerOf } from '../../../shared/domain/explain/answer.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../support/pipeline.ts';

const whose = { operatorId: 'acorn', target: 'xero' } as const;

/** A pipeline over both sandboxes, and whoever asks it why. */
export async function explainWorld(options: PipelineOptions = {}) {
  const pipeline = await startPipeline(options);
  const deps = { ...pipeline.ports, resting: new InMemoryResting() };
  const find = (text: string) => findRecords(deps, { ...whose, text });
  const explain = async (text: string) => {
    const [found] = await find(text);
    if (found === undefined) throw new Error(`Nothing is called ${text}.`);
    return loadRecord(deps, found.key);
  };
  return {
    pipeline,
    deps,
    find,
    explain,
    why: async (text: string) => answerOf(await explain(text)),
  };
}

/** One invoice, raised at the source; nothing of it is delivered yet. */
export async function raise(pipeline: Pipeline): Promise<{ id: string; number: string }> {
  await pipeline.press('month-end-run', { count: 1 });
  const { invoices } = await pipeline.storaState();
  return invoices.at(-1) ?? invoices[0];
}
