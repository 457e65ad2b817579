import { expect, it } from 'vitest';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import { ledgerApplier } from '../../../shared/application/post-to-ledger/ledger-applier.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { countedCalls } from '../../support/counted-calls.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const stores = [
  'connections',
  'aside',
  'settings',
  'links',
  'counts',
  'issues',
  'activities',
  'sourceStates',
  'tries',
] as const;

/** How often each operation of the stores is called while these are worked; those of the pace left out. */
async function callsFor(messages: ChangeMessage[], pipeline: Pipeline) {
  const { ports, calls } = countedCalls(pipeline.ports, stores);
  const received = messages.map((message) => ({ message, receiveCount: 1 }));
  await applyChanges(received, { ...ports, applier: ledgerApplier(ports) });
  return calls;
}

/** Ten invoices of new customers; so many before them that every site has its tracking option. */
async function tenNewInvoices(): Promise<{ pipeline: Pipeline; messages: ChangeMessage[] }> {
  const pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 20 });
  await pipeline.settle();
  const before = finalized(pipeline).length;
  await pipeline.press('month-end-run', { count: 10 });
  await pipeline.deliver();
  return { pipeline, messages: finalized(pipeline).slice(before) };
}

function finalized({ changes }: Pipeline) {
  return changes.messages().filter(({ eventType }) => eventType === 'invoice.finalized');
}

it('reads the rows of ten new invoices once, and saves each link before and after its calls', async () => {
  const { pipeline, messages } = await tenNewInvoices();

  const calls = await callsFor(messages, pipeline);

  expect((await pipeline.xeroState()).invoices).toHaveLength(30);
  expect(calls).toEqual({
    // With the connections.
    'aside.withConnections': 1,
    'counts.note': 1,
    'settings.get': 1,
    // Of the invoices and their customers together.
    'links.getMany': 1,
    // Of each customer: begun, held by its contact, applied. Of each invoice: begun with its note, applied.
    'links.save': 10 * 3 + 10 * 2,
    // One look for all that went through and all that waits for them.
    'issues.listWith': 1,
    // The call of the customers, and that of the invoices with their notes.
    'activities.appendGroup': 2,
  });
});

it('reads and saves as little for ten payments', async () => {
  const { pipeline } = await tenNewInvoices();
  await pipeline.settle();
  await pipeline.press('pay-all');
  await pipeline.deliver();
  const messages = pipeline.changes
    .messages()
    .filter(({ eventType }) => eventType === 'invoice.paid')
    .slice(0, 10);

  const calls = await callsFor(messages, pipeline);

  expect(messages).toHaveLength(10);
  expect(calls).toEqual({
    'aside.withConnections': 1,
    'settings.get': 1,
    'links.getMany': 1,
    'links.save': 10 * 2,
    'issues.listWith': 1,
    'activities.appendGroup': 1,
  });
});

it('reads no more of the open issues for what came back unchanged', async () => {
  const { pipeline, messages } = await tenNewInvoices();
  await pipeline.settle();

  const calls = await callsFor(messages, pipeline);

  expect(calls).toMatchObject({ 'issues.listWith': 1 });
  expect(calls).not.toHaveProperty('issues.list');
});
