import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let pipeline: Pipeline;
let contactId: string;
beforeEach(async () => {
  pipeline = await startPipeline();
  const person = { email: 'ada@example.com', full_name: 'Ada Byron' };
  ({
    contact: { id: contactId },
  } = await pipeline.press('new-contact', person));
});

const link = () => pipeline.stores.links.all().find((one) => one.sourceId === contactId);
const ledgerNames = async (): Promise<string[]> =>
  (await pipeline.xeroState()).contacts.map((contact: { name: string }) => contact.name);
const outcomes = (results: Array<{ kind: string }>) =>
  results.map((result) => ('outcome' in result ? result.outcome : result.kind));
const deleted = { kind: 'skipped', reason: 'deleted' };

async function messagesOf(...actions: Array<[string, Record<string, unknown>]>) {
  // What came before: its creation, and the echo of our own metadata.
  await pipeline.deliver();
  const before = pipeline.changes.messages().length;
  for (const [action, input] of actions) {
    pipeline.clock.advance(2_000);
    await pipeline.press(action, input);
  }
  await pipeline.deliver();
  return pipeline.changes.messages().slice(before);
}

describe('a contact that was deleted at the source', () => {
  it('stays in the ledger and leaves a tombstone on its link', async () => {
    await pipeline.settle();
    const [deletion] = await messagesOf(['delete-contact', { contactId }]);

    expect(outcomes(await pipeline.apply(deletion === undefined ? [] : [deletion]))).toEqual([
      deleted,
    ]);

    expect(link()).toMatchObject({
      deletedAt: deletion?.occurredAt,
      version: { fingerprint: 'deleted' },
      targetId: expect.any(String),
    });
    expect(await ledgerNames()).toEqual(['Ada Byron']);
    expect(pipeline.log.counts.get('ContactBuried')).toBe(1);
  });

  it.each([
    ['in the same batch', 10],
    ['in a later batch', 1],
  ])('is not brought back by an update that comes late %s', async (_when, batchSize) => {
    await pipeline.settle();
    const [update, deletion] = await messagesOf(
      ['update-contact', { contactId, full_name: 'Ada King' }],
      ['delete-contact', { contactId }],
    );
    const late = [deletion, update].filter((message) => message !== undefined);

    const results = [];
    for (let at = 0; at < late.length; at += batchSize)
      results.push(...(await pipeline.apply(late.slice(at, at + batchSize))));

    expect(outcomes(results)).toEqual([deleted, deleted]);
    expect(await ledgerNames()).toEqual(['Ada Byron']);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('is not asked for, whatever wants it read anew', async () => {
    const messages = await messagesOf(['delete-contact', { contactId }]);
    await pipeline.apply(messages.filter(({ eventType }) => eventType === 'contact.deleted'));
    const calls = pipeline.calls.length;
    const retry = aChangeMessage({
      operatorId: 'acorn',
      kind: 'contact',
      sourceId: contactId,
      eventType: 'retry',
      resource: undefined,
    });

    expect(outcomes(await pipeline.apply([retry]))).toEqual([deleted]);
    expect(pipeline.calls.slice(calls).filter(({ url }) => url.includes('stora'))).toEqual([]);
  });

  it('that never reached the ledger is never posted', async () => {
    await messagesOf(['delete-contact', { contactId }]);
    const messages = pipeline.changes.messages();
    expect(messages.map(({ eventType }) => eventType)).toEqual([
      'contact.created',
      'contact.deleted',
    ]);

    await pipeline.apply(messages);

    expect(await ledgerNames()).toEqual([]);
    expect(link()?.deletedAt).toBeDefined();
  });

  it('owes no metadata any more and needs no person any more', async () => {
    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages());
    expect(link()?.owed).toEqual([{ what: 'metadata' }]);
    const key = {
      operatorId: 'acorn',
      target: 'xero',
      kind: 'contact',
      sourceId: contactId,
    } as const;
    await pipeline.stores.issues.raise(anIssue(key));

    await pipeline.apply(await messagesOf(['delete-contact', { contactId }]));

    expect(link()?.owed).toEqual([]);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('leaves the same tombstone when it is told twice', async () => {
    const messages = await messagesOf(['delete-contact', { contactId }]);
    await pipeline.apply(messages);
    const before = link();

    await pipeline.apply(messages);

    expect(link()).toEqual(before);
  });
});

describe('a document of a contact that was deleted', () => {
  it('still posts', async () => {
    const messages = await messagesOf(['month-end-run', { count: 1 }]);
    const invoice = messages.find(({ kind }) => kind === 'invoice');
    const { resource } = invoice ?? {};
    const customer = (resource as { contact: { id: string } }).contact;
    const deletion: ChangeMessage = aChangeMessage({
      operatorId: 'acorn',
      kind: 'contact',
      sourceId: customer.id,
      eventType: 'contact.deleted',
      eventId: 'evt_deleted',
      occurredAt: pipeline.clock.nowIso(),
      resource: customer,
    });

    await pipeline.apply([deletion, ...messages]);

    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });
});
