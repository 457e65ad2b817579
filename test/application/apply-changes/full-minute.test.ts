import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** Invoices of a run as changes that carry nothing but the reference: each has to be read. */
async function references(pipeline: Pipeline, count: number): Promise<ChangeMessage[]> {
  await pipeline.press('month-end-run', { count });
  await pipeline.deliver();
  const messages = pipeline.changes.messages().filter(({ kind }) => kind === 'invoice');
  const byRecord = new Map(messages.map((message) => [message.sourceId, message]));
  return [...byRecord.values()].map(({ resource: _resource, ...rest }, index) => {
    const eventId = `retry-${index}`;
    return { ...rest, eventType: 'retry', eventId };
  });
}

const readsOf = (pipeline: Pipeline) =>
  pipeline.calls.filter(({ url }) => /stora\.test.*\/invoices\//.test(url));

/** Lets so many calls through and then no more, as at a full minute. */
function limitCalls(pipeline: Pipeline, left: number): { left: number } {
  const allowance = { left };
  const { pacer } = pipeline.ports;
  const run = pacer.run.bind(pacer);
  pacer.run = async (call, send) => {
    if (allowance.left === 0) throw new DeferredError('pace', 4);
    allowance.left -= 1;
    return run(call, send);
  };
  return allowance;
}

const kinds = (results: Array<{ kind: string }>) => results.map(({ kind }) => kind);

describe('changes that have to be read', () => {
  it('cost one read for each record, however many ask for it', async () => {
    const pipeline = await startPipeline();
    const [one, other] = await references(pipeline, 2);
    if (one === undefined || other === undefined) throw new Error('There is no change.');

    await pipeline.apply([one, { ...one, eventId: 'again' }, other, { ...one, eventId: 'third' }]);

    expect(readsOf(pipeline)).toHaveLength(2);
  });

  it('are applied up to where the minute is full; the rest comes back', async () => {
    const pipeline = await startPipeline();
    const messages = await references(pipeline, 4);
    const { source } = { source: pipeline.ports.sourceFor() };
    const getInvoice = source.getInvoice.bind(source);
    let reads = 0;
    source.getInvoice = async (...asked) => {
      reads += 1;
      if (reads > 2) throw new DeferredError('pace', 4);
      return getInvoice(...asked);
    };

    const results = await pipeline.apply(messages);

    expect(kinds(results)).toEqual(['done', 'done', 'deferred', 'deferred']);
    expect(results[2]).toMatchObject({ reason: 'pace', retryAfterSeconds: 4 });
    expect(pipeline.log.of('changes.put_off')).toMatchObject([
      { level: 'info', facts: { operatorId: 'acorn', messages: 2, reason: 'pace' } },
    ]);
    expect(pipeline.log.entries.filter(({ level }) => level !== 'info')).toEqual([]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(2);
  });

  it('get through although one receive never has calls enough for all of them', async () => {
    const pipeline = await startPipeline();
    let left = await references(pipeline, 8);
    const allowance = limitCalls(pipeline, 0);

    for (let receiveCount = 1; left.length > 0; receiveCount += 1) {
      if (receiveCount > 60) throw new Error('It never ends.');
      allowance.left = 6;
      const received = left.map((message) => ({ message, receiveCount }));
      const results = await applyChanges(received, pipeline.ports);
      const first = results.findIndex(({ kind }) => kind === 'deferred');
      left = first < 0 ? [] : left.slice(first);
      pipeline.clock.advance(4_000);
    }

    expect((await pipeline.xeroState()).invoices).toHaveLength(8);
  });
});
