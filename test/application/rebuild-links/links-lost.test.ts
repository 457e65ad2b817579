import { describe, expect, it } from 'vitest';
import { rebuildLinks } from '../../../shared/application/rebuild-links/rebuild-links.ts';
import type { RebuildWish } from '../../../shared/application/rebuild-links/rebuilding.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { holderMark } from '../../../shared/domain/links/holder.ts';
import type { RecordLinks } from '../../../shared/ports/links.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { InMemoryDocuments } from '../../fakes/in-memory-documents.ts';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import type { Intercept } from '../../support/vendors-in-process.ts';
import { aNightThrough } from '../../support/worked-nights.ts';

const whose = { operatorId: 'acorn', target: 'xero' } as const;

/** An operator whose documents have lived: paid, in part, credited, void, given up, overpaid, renamed, merged. */
async function livedIn(intercept?: Intercept): Promise<Pipeline> {
  const pipeline = await startPipeline({
    ...(intercept === undefined ? {} : { intercept }),
    settings: {
      startDate: '2020-01-01',
      uncollectible: 'credit',
      badDebtAccountCode: '477',
      taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }],
      clearingAccountCode: '090',
      overpayment: 'post',
    },
  });
  await pipeline.press('month-end-run', { count: 16 });
  await pipeline.settle();
  const { invoices } = await pipeline.storaState();
  const [a, b, c, d, e, f] = invoices.map(({ id }: { id: string }) => id);
  await pipeline.press('pay', { invoiceId: a });
  await pipeline.press('pay', { invoiceId: b, amountMinor: 1_000 });
  await pipeline.press('credit', { invoiceId: c, amountMinor: 500 });
  await pipeline.press('void', { invoiceId: d });
  await pipeline.press('uncollectible', { invoiceId: e });
  await pipeline.press('overpay', { invoiceId: f, beyondMinor: 700 });
  await pipeline.settle();
  await pipeline.press('pay', { invoiceId: b });
  await pipeline.settle();
  return pipeline;
}

/** What of the links has to be known again; how it came to be known may differ. */
function known(links: readonly Link[]) {
  return links
    .filter(({ targetId }) => targetId !== undefined)
    .map(({ kind, sourceId, targetId, accountId, posted, version }) => {
      const isDocument = kind !== 'contact';
      const { placed, ...sums } = posted ?? {};
      return {
        name: `${kind} ${sourceId}`,
        ...{ targetId, accountId: sourceId.startsWith(holderMark) ? undefined : accountId },
        ...(isDocument ? { sums, placed, fingerprint: version?.fingerprint } : {}),
      };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function booksOf(pipeline: Pipeline) {
  const { invoices, payments, creditNotes, allocations, contacts } = await pipeline.xeroState();
  return { invoices, payments, creditNotes, allocations, contacts };
}

/** The rebuild, over a list of documents that is lost as well. */
function rebuild(pipeline: Pipeline, wish: Partial<RebuildWish> = {}) {
  const documents = new InMemoryDocuments();
  const deps = { ...pipeline.ports, documents };
  const done = async () => {
    const rebuilt = await rebuildLinks(deps, { ...whose, isWritten: true, ...wish });
    if (rebuilt === undefined) throw new Error('Nothing is connected.');
    return { ...rebuilt, documents };
  };
  return done();
}

/** A run that dies after so many saves, unless it is through before. */
async function isThrough(pipeline: Pipeline, savesLeft: number): Promise<boolean> {
  const { links } = pipeline.stores;
  let left = savesLeft;
  const mortal: RecordLinks = {
    get: (key) => links.get(key),
    getMany: (keys) => links.getMany(keys),
    async save(link) {
      if (left === 0) throw new Error('The worker died.');
      left -= 1;
      return links.save(link);
    },
  };
  const dying = rebuildLinks({ ...pipeline.ports, links: mortal }, { ...whose, isWritten: true });
  return dying.then(
    () => true,
    () => false,
  );
}

describe('links that are lost', () => {
  it('are restored from both sides, the same ids again, and nothing is doubled after that', async () => {
    const pipeline = await livedIn();
    const { links } = pipeline.stores;
    const before = known(links.all());
    const books = await booksOf(pipeline);
    expect(books.creditNotes.length).toBeGreaterThan(1);
    expect(books.allocations.length).toBeGreaterThan(1);
    links.wipe();
    const callsBefore = pipeline.calls.length;

    const dry = await rebuild(pipeline, { isWritten: false });
    expect(links.all()).toEqual([]);
    expect(dry.documents.all()).toEqual([]);
    const rebuilt = await rebuild(pipeline);

    expect(rebuilt.tallies).toEqual(dry.tallies);
    expect(rebuilt.tallies.invoice).toMatchObject({ read: 16, restored: 16, doubtful: 0 });
    expect(known(links.all())).toEqual(before);
    expect(rebuilt.documents.all()).toHaveLength(17);
    const asked = pipeline.calls.slice(callsBefore);
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(asked.length).toBeLessThan(40);

    await pipeline.press('redeliver', { times: 3 });
    await pipeline.settle({ shuffled: { times: 2, seed: 3 } });
    expect(await booksOf(pipeline)).toEqual(books);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('leave nothing for a night to find, once they are rebuilt', async () => {
    const pipeline = await livedIn();
    const books = await booksOf(pipeline);
    pipeline.clock.advance(86_400_000);
    const before = await aNightThrough(pipeline);
    pipeline.stores.links.wipe();
    await rebuild(pipeline);
    pipeline.clock.advance(86_400_000);

    const after = await aNightThrough(pipeline);
    await pipeline.settle();

    expect(before).toMatchObject({ status: 'done', found: {}, unexplainedMinor: 0 });
    expect(after).toMatchObject({ status: 'done', found: {}, repaired: 0, unexplainedMinor: 0 });
    expect(await booksOf(pipeline)).toEqual(books);
  });

  it('go on as before: what is paid, changed or voided later arrives once', async () => {
    const pipeline = await livedIn();
    pipeline.stores.links.wipe();
    await rebuild(pipeline);
    const { invoices } = await pipeline.storaState();
    const [paid, changed, voided] = invoices.slice(8).map(({ id }: { id: string }) => id);
    const before = await booksOf(pipeline);

    await pipeline.press('pay', { invoiceId: paid });
    await pipeline.press('change-invoice', { invoiceId: changed, percent: 50 });
    await pipeline.press('void', { invoiceId: voided });
    await pipeline.settle();

    const after = await booksOf(pipeline);
    expect(after.invoices).toHaveLength(before.invoices.length);
    expect(after.payments).toHaveLength(before.payments.length + 1);
    const states = after.invoices.map(({ status }: { status: string }) => status);
    expect(states.filter((status: string) => status === 'VOIDED')).toHaveLength(2);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('are restored by a second run where the first was killed, page by page and link by link', async () => {
    const pipeline = await livedIn();
    const { links } = pipeline.stores;
    const before = known(links.all());
    links.wipe();

    let killed = 0;
    while (!(await isThrough(pipeline, 7))) killed += 1;

    expect(killed).toBeGreaterThan(3);
    expect(known(links.all())).toEqual(before);
    expect((await rebuild(pipeline)).tallies.invoice).toMatchObject({ standing: 16, restored: 0 });
  });

  it('lead from a document that was there before us to its record again, by which edits are seen', async () => {
    const pipeline = await startPipeline({ settings: { contactMatching: 'name' } });
    const books = booksFromBefore(pipeline);
    await pipeline.press('month-end-run', { count: 1 });
    const [invoice] = (await pipeline.storaState()).invoices;
    const { tables } = pipeline.stora.world.operators.get('acorn') ?? {};
    const name = tables?.contacts.get(invoice.contact.id)?.full_name ?? '';
    await books.imported(invoice, books.entered(name));
    await pipeline.settle();
    const { links } = pipeline.stores;
    const before = known(links.all());
    const held = before.filter(({ name }) => name.startsWith(`invoice ${holderMark}`));
    expect(held).toHaveLength(1);
    links.wipe();

    await rebuild(pipeline);

    expect(known(links.all())).toEqual(before);
  });

  it('wait while calls are limited, and tell where they came to', async () => {
    let isLimited = false;
    const pipeline = await livedIn(async ({ url }, answer) => {
      if (!isLimited || !url.includes('/credit_notes')) return answer();
      isLimited = false;
      return Response.json({}, { status: 429, headers: { 'retry-after': '7' } });
    });
    pipeline.stores.links.wipe();
    isLimited = true;
    const places: string[] = [];

    await rebuild(pipeline, { tell: ({ kind, page }) => places.push(`${kind}:${page}`) });

    expect(isLimited).toBe(false);
    expect(places).toEqual(expect.arrayContaining(['invoice:1', 'credit_note:1']));
    const rest = await rebuild(pipeline, { from: { kind: 'credit_note', page: 1 } });
    expect(rest.tallies).toMatchObject({ contact: { read: 0 }, credit_note: { standing: 1 } });
  });
});

describe('what is not for certain', () => {
  it('is not linked: another document under the number is told of, and what is not there', async () => {
    const pipeline = await startPipeline();
    const books = booksFromBefore(pipeline);
    await pipeline.press('month-end-run', { count: 3 });
    const [first, second] = (await pipeline.storaState()).invoices;
    await books.imported(first, books.entered('Somebody Else'));

    const { tallies, doubts } = await rebuild(pipeline);

    expect(tallies.invoice).toMatchObject({ read: 3, absent: 2, doubtful: 1, restored: 0 });
    expect(doubts).toMatchObject([{ kind: 'invoice', sourceId: first.id, number: first.number }]);
    expect(pipeline.stores.links.all()).toEqual([]);
    expect(second).toBeDefined();
  });

  it('is linked, and never written over, where somebody edited what bears our reference', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const [{ id, number }] = (await pipeline.storaState()).invoices;
    await pipeline.pressXero('edit-invoice', { number, amount: '1.00' });
    pipeline.stores.links.wipe();

    await rebuild(pipeline);
    const link = pipeline.stores.links.all().find(({ sourceId }) => sourceId === id);
    expect(link?.targetId).toBeDefined();
    expect(link?.posted?.seal).toBeUndefined();
    expect(link?.version).toBeUndefined();
    await pipeline.press('change-invoice', { invoiceId: id, percent: 50 });
    await pipeline.settle();

    const [invoice] = (await pipeline.xeroState()).invoices;
    expect(invoice.lines[0].lineAmount ?? invoice.lines[0].unitAmount).toBe('1.00');
    const issues = await pipeline.stores.issues.list('acorn');
    expect(issues.map(({ cause }) => cause)).toEqual(['changed_after_posting']);
  });

  it('is known by what the source keeps, where a number was taken away, and follows a merge', async () => {
    const pipeline = await startPipeline();
    const books = booksFromBefore(pipeline);
    await pipeline.press('month-end-run', { count: 3 });
    await pipeline.settle();
    const [renumbered, merged, ...others] = books
      .contacts()
      .filter(({ contactNumber }) => contactNumber !== undefined);
    if (renumbered === undefined || merged === undefined) throw new Error('No contacts.');
    const [first, second] = [renumbered.contactNumber, merged.contactNumber];
    books.book.contacts.set(renumbered.contactId, { ...renumbered, contactNumber: undefined });
    const survivor = books.entered('Ada Byron & Sons');
    await pipeline.pressXero('merge-contacts', {
      from: merged.contactId,
      into: survivor.contactId,
    });
    pipeline.stores.links.wipe();

    await rebuild(pipeline);

    const linkOf = (sourceId: string | undefined) =>
      pipeline.stores.links.all().find((link) => link.sourceId === sourceId);
    expect(linkOf(first)).toMatchObject({ targetId: renumbered.contactId, owed: [] });
    expect(linkOf(second)).toMatchObject({
      targetId: survivor.contactId,
      mergedFrom: [merged.contactId],
      owed: [{ what: 'metadata' }],
    });
    for (const { contactNumber, contactId } of others)
      expect(linkOf(contactNumber)?.targetId).toBe(contactId);
  });

  it('is nothing at all while a side is not connected', async () => {
    const pipeline = await startPipeline();
    pipeline.stores.connections.seed(
      aConnection({ operatorId: 'acorn', status: 'needs_reconnect' }),
    );

    expect(await rebuildLinks(pipeline.ports, { ...whose, isWritten: true })).toBeUndefined();
  });
});
