import { describe, expect, it } from 'vitest';
import type { Applier } from '../../../shared/application/apply-changes/applier.ts';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import {
  type ContactUnit,
  end,
  type Open,
  openOf,
} from '../../../shared/application/apply-changes/stages.ts';
import type { Batch, Unit } from '../../../shared/application/apply-changes/unit.ts';
import { finishEffect } from '../../../shared/application/effects/journal.ts';
import { sendEffects } from '../../../shared/application/effects/send-effects.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { parked, skipped } from '../../../shared/domain/apply/outcome.ts';
import { DeferredError, ProviderError } from '../../../shared/domain/errors/errors.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** No ledger: it takes names, and one answer may be lost, or one name be the trouble. */
class AddressBook {
  readonly entries = new Map<string, string>();
  readonly tried: string[][] = [];
  fail: (names: string[]) => Error | undefined = () => undefined;

  put(sourceId: string, name: string): { ok: true; value: string } {
    this.entries.set(sourceId, name);
    return { ok: true, value: `entry-of-${sourceId}` };
  }
}

function addressBookApplier(book: AddressBook): Applier {
  return {
    open: async (batch) => ({
      forgetReadUntil: () => undefined,
      apply: (units) => putEntries(openOf(units, 'contact'), book, batch),
      payOwed: async () => skipped('duplicate'),
      standWords: ({ link }) => `Entry: ${link.targetId ?? 'none'}.`,
    }),
    findCreated: async ({ sourceId }) => {
      const targetLabel = book.entries.get(sourceId);
      return targetLabel === undefined
        ? undefined
        : { targetId: `entry-of-${sourceId}`, targetLabel };
    },
    standWords: () => 'Entry: not known.',
  };
}

async function putEntries(
  units: Array<Open<ContactUnit>>,
  book: AddressBook,
  batch: Batch,
): Promise<Unit[]> {
  const names = units.map(({ record }) => record.record.name);
  book.tried.push(names);
  for (const unit of units.filter(({ record }) => record.record.name === 'Bad Name'))
    end(unit, parked('contact_invalid'));
  const intents = units
    .filter(({ outcome, link }) => outcome === undefined && link.targetId === undefined)
    .map((unit) => ({ unit, effect: 'create', body: unit.record.record.name }));
  await sendEffects(intents, batch, {
    policy: batch.policies.once,
    find: async () => new Map(),
    send: async ([intent]) => {
      const answers = intent ? [book.put(intent.unit.link.sourceId, intent.body)] : [];
      const failure = book.fail(names);
      if (failure !== undefined) throw failure;
      return answers;
    },
    finish: ({ unit }, answer) => {
      if (!answer.ok) return;
      const change = (link: Unit['link']) => ({ ...link, targetId: answer.value });
      finishEffect(unit, batch, { name: 'create', state: 'done', change });
    },
  });
  return [];
}

async function withAddressBook(...names: string[]) {
  const pipeline = await startPipeline();
  const book = new AddressBook();
  Object.assign(pipeline.ports, { applier: addressBookApplier(book) });
  for (const name of names)
    await pipeline.press('new-contact', { full_name: name, email: 'a@example.com' });
  await pipeline.deliver();
  return { pipeline, book, messages: pipeline.changes.messages() };
}

const apply = (pipeline: Pipeline, messages: ChangeMessage[], receiveCount = 1) =>
  applyChanges(
    messages.map((message) => ({ message, receiveCount })),
    pipeline.ports,
  );

const failing = (canRetryHelp: boolean) =>
  new ProviderError({
    provider: 'xero',
    status: undefined,
    code: 'no_answer',
    canRetryHelp,
    effect: 'unknown',
  });

describe('a target that is no ledger', () => {
  it('gets what its applier sends, journaled, audited and remembered as any other', async () => {
    const { pipeline, book, messages } = await withAddressBook('Ann Archer', 'Bob Bell');

    const results = await apply(pipeline, messages);

    expect(results.map((result) => result.kind === 'done' && result.outcome.kind)).toEqual([
      'applied',
      'applied',
    ]);
    expect([...book.entries.values()]).toEqual(['Ann Archer', 'Bob Bell']);
    expect(pipeline.stores.links.all().map(({ effects }) => effects.create?.isAudited)).toEqual([
      true,
      true,
    ]);
    expect(await apply(pipeline, messages)).toMatchObject(
      messages.map(() => ({ outcome: { kind: 'skipped', reason: 'duplicate' } })),
    );
  });

  it('says in its own words what stands for an issue', async () => {
    const { pipeline, messages } = await withAddressBook('Bad Name', 'Bob Bell');

    await apply(pipeline, messages);

    expect(await pipeline.stores.issues.list('acorn')).toMatchObject([
      { cause: 'contact_invalid', stand: 'Entry: none.' },
    ]);
  });

  it('is asked what a creation without an answer left there, once the contact is deleted', async () => {
    const { pipeline, book, messages } = await withAddressBook('Ann Archer');
    book.fail = () => failing(true);
    await apply(pipeline, messages);
    const [message] = messages;
    if (message === undefined) throw new Error('There is no change.');
    pipeline.clock.advance(120_000);

    const deletion = { ...message, eventType: 'contact.deleted', eventId: 'deleted' };
    const results = await apply(pipeline, [deletion]);

    expect(results).toMatchObject([{ outcome: { kind: 'skipped', reason: 'deleted' } }]);
    expect(pipeline.stores.links.all()).toMatchObject([
      { targetId: `entry-of-${message.sourceId}`, effects: { create: { state: 'done' } } },
    ]);
  });
});

describe('a try of several changes', () => {
  it('that has to wait is not cut up, and all of it comes back', async () => {
    const { pipeline, book, messages } = await withAddressBook('Ann Archer', 'Bob Bell');
    book.fail = () => new DeferredError('pace', 4);

    const results = await apply(pipeline, messages);

    expect(results).toMatchObject(messages.map(() => ({ kind: 'deferred', reason: 'pace' })));
    expect(book.tried).toEqual([['Ann Archer', 'Bob Bell']]);
  });

  it('that is refused for good goes one by one, and only the bad one is parked', async () => {
    const { pipeline, book, messages } = await withAddressBook('Ann Archer', 'Bob Bell', 'Cy Cole');
    book.fail = (names) => (names.includes('Bob Bell') ? failing(false) : undefined);

    const results = await apply(pipeline, messages);

    expect(results.map((result) => result.kind === 'done' && result.outcome.kind)).toEqual([
      'applied',
      'parked',
      'applied',
    ]);
    expect(book.tried.slice(1)).toEqual([['Ann Archer'], ['Bob Bell'], ['Cy Cole']]);
  });

  it('that fails as nobody foresaw goes one by one up to the bad one, which comes back', async () => {
    const { pipeline, book, messages } = await withAddressBook('Ann Archer', 'Bob Bell', 'Cy Cole');
    book.fail = (names) => (names.includes('Bob Bell') ? new TypeError('x') : undefined);

    const results = await apply(pipeline, messages);

    expect(results).toMatchObject([
      { kind: 'done' },
      { kind: 'deferred', reason: 'unforeseen' },
      { kind: 'deferred', reason: 'not_reached' },
    ]);
    expect(book.tried.slice(1)).toEqual([['Ann Archer'], ['Bob Bell']]);
  });
});
