import { describe, expect, it } from 'vitest';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { oneByOne } from '../../support/one-by-one.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const isUpdate = (request: Request) =>
  request.method === 'POST' && new URL(request.url).pathname.endsWith('/Contacts');

type Loss = 'lose' | undefined;

async function withCustomer(intercept?: (request: Request) => Loss | Promise<Loss>) {
  const keys: Array<string | null> = [];
  const pipeline = await startPipeline({
    intercept: async (request, answer) => {
      if (!isUpdate(request)) return answer();
      keys.push(request.headers.get('idempotency-key'));
      const response = await answer();
      if ((await intercept?.(request)) === 'lose') throw new TypeError('fetch failed');
      return response;
    },
  });
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  const [invoice] = (await pipeline.storaState()).invoices;
  const contactId: string = invoice.contact.id;
  return {
    pipeline,
    keys,
    rename: async (name: string): Promise<ChangeMessage[]> => {
      const before = pipeline.changes.messages().length;
      pipeline.clock.advance(2_000);
      await pipeline.press('update-contact', { contactId, full_name: name });
      await pipeline.deliver();
      return pipeline.changes.messages().slice(before);
    },
    names: async (): Promise<string[]> =>
      (await pipeline.xeroState()).contacts.map(({ name }: { name: string }) => name),
  };
}

/** Hands the changes over until none is deferred. */
async function applyAll(pipeline: Pipeline, messages: ChangeMessage[]): Promise<void> {
  for (let tries = 1; tries <= 20; tries += 1) {
    const results = await pipeline.apply(messages);
    if (results.every(({ kind }) => kind === 'done')) return;
    pipeline.clock.advance(30_000);
  }
  throw new Error('The changes are deferred for ever.');
}

describe('the name of a customer', () => {
  it('that a person changed in the ledger stays, and all else follows the source', async () => {
    const { pipeline, rename, names } = await withCustomer();
    const { contactId } = (await pipeline.xeroState()).contacts[0];
    await pipeline.pressXero('rename-contact', { contact: contactId, name: 'By Hand Ltd' });

    await applyAll(pipeline, await rename('Ann First'));
    await applyAll(pipeline, await rename('Bo Second'));

    expect(await names()).toEqual(['By Hand Ltd']);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('that goes from one to another and back within minutes ends as at the source', async () => {
    const { pipeline, rename, names, keys } = await withCustomer();
    for (const name of ['Ann First', 'Bo Second', 'Ann First', 'Bo Second', 'Ann First'])
      await applyAll(pipeline, await rename(name));

    expect(await names()).toContain('Ann First');
    expect(new Set(keys).size).toBe(5);
  });

  it('that comes back while an update to another one has no answer is put in its place', async () => {
    let sent = 0;
    const { pipeline, rename, names } = await withCustomer(() => {
      sent += 1;
      return sent === 2 ? 'lose' : undefined;
    });
    await applyAll(pipeline, await rename('Ann First'));
    const other = await rename('Bo Second');
    await pipeline.apply(other);
    const back = await rename('Ann First');

    await applyAll(pipeline, [...other, ...back]);

    expect(await names()).toContain('Ann First');
    expect(sent).toBe(3);
  });

  it('that comes back after an update to another one was done and not noted is put in its place', async () => {
    const { pipeline, rename, names } = await withCustomer();
    await applyAll(pipeline, await rename('Ann First'));
    const before = pipeline.changes.messages().length;
    await rename('Bo Second');
    await pipeline.press('new-booking', { email: 'cy@example.com', full_name: 'Cy Third' });
    await pipeline.deliver();
    const { invoices } = pipeline.ports.ledgerFor();
    const create = invoices.create.bind(invoices);
    invoices.create = async () => {
      invoices.create = create;
      throw new DeferredError('rate_limited', 20);
    };
    await pipeline.apply(pipeline.changes.messages().slice(before));
    expect(await names()).toContain('Bo Second');
    await rename('Ann First');

    await applyAll(pipeline, pipeline.changes.messages().slice(before));

    expect(await names()).toContain('Ann First');
    expect(await names()).not.toContain('Bo Second');
  });

  it('is never sent again under the key of a try without an answer', async () => {
    let sent = 0;
    const { pipeline, rename, keys } = await withCustomer(() => {
      sent += 1;
      return sent === 1 ? 'lose' : undefined;
    });

    await applyAll(pipeline, await rename('Ann First'));

    expect(keys).toHaveLength(2);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('is sent anew when an older one overtook an update without an answer', async () => {
    let isLost = false;
    const { pipeline, rename, names, keys } = await withCustomer(() => {
      if (isLost) return undefined;
      isLost = true;
      return 'lose';
    });
    const older = await rename('Ann First');
    const newer = await rename('Bo Second');
    await pipeline.apply([...older, ...newer]);
    pipeline.clock.advance(61_000);

    await applyAll(pipeline, older);
    await applyAll(pipeline, newer);

    expect(await names()).toContain('Bo Second');
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(3);
  });
});

describe('a customer whose changes two workers apply', () => {
  it('is looked at anew by the one whose answer came after the other had sent its own', async () => {
    let sent = 0;
    let older: ChangeMessage[] = [];
    const world = await withCustomer(async () => {
      sent += 1;
      if (sent > 1) return undefined;
      // The process stands still while its change is handed to another worker.
      world.pipeline.clock.advance(61_000);
      await world.pipeline.apply(older);
      return undefined;
    });
    older = await world.rename('Ann First');
    const newer = await world.rename('Bo Second');

    const [result] = await world.pipeline.apply(newer);

    expect(result).toMatchObject({ kind: 'deferred', reason: 'record_moved_on' });
    await applyAll(world.pipeline, newer);
    expect(await world.names()).toContain('Bo Second');
    expect(sent).toBe(3);
  });

  it('keeps the newer state when the older one is begun while the newer is under way', async () => {
    const arrived = Promise.withResolvers<undefined>();
    const answered = Promise.withResolvers<undefined>();
    const { pipeline, rename, names, keys } = await withCustomer(async () => {
      if (keys.length > 1) return undefined;
      arrived.resolve(undefined);
      return answered.promise;
    });
    const older = await rename('Ann First');
    const newer = await rename('Bo Second');
    const { links } = pipeline.stores;
    const get = links.get.bind(links);
    oneByOne(links);
    let newerWork: Promise<unknown> | undefined;
    links.get = async (key) => {
      links.get = get;
      const link = await get(key);
      newerWork = pipeline.apply(newer);
      await arrived.promise;
      return link;
    };

    const [result] = await pipeline.apply(older);
    answered.resolve(undefined);
    await newerWork;

    expect(result).toMatchObject({ kind: 'deferred', reason: 'record_moved_on' });
    await applyAll(pipeline, [...older, ...newer]);
    expect(await names()).toContain('Bo Second');
    expect(keys).toHaveLength(1);
  });

  it('gets its newer state although one worker takes what the other created for found', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    const older = [...pipeline.changes.messages()];
    const [invoice] = (await pipeline.storaState()).invoices;
    pipeline.clock.advance(2_000);
    await pipeline.press('update-contact', {
      contactId: invoice.contact.id,
      full_name: 'Bo Second',
    });
    await pipeline.deliver();
    const newer = pipeline.changes.messages().slice(older.length);
    const { links } = pipeline.stores;
    const get = links.get.bind(links);
    oneByOne(links);
    links.get = async (key) => {
      links.get = get;
      const link = await get(key);
      await applyAll(pipeline, older);
      return link;
    };

    const [result] = await pipeline.apply(newer);

    expect(result).toMatchObject({ kind: 'deferred', reason: 'record_moved_on' });
    await applyAll(pipeline, newer);
    const names = (await pipeline.xeroState()).contacts.map(({ name }: { name: string }) => name);
    expect(names).toContain('Bo Second');
  });
});

/** The worker dies when such a request is answered, so that nobody knows what became of it. */
async function dyingAt(path: RegExp) {
  let isOver = false;
  const pipeline = await startPipeline({
    intercept: async (request, answer) => {
      const response = await answer();
      if (isOver || request.method !== 'PUT' || !path.test(request.url)) return response;
      isOver = true;
      throw new TypeError('fetch failed');
    },
  });
  return { pipeline, isOver: () => isOver };
}

function told(pipeline: Pipeline, kind: string): number {
  return pipeline.stores.activities
    .all()
    .filter(({ detail }) => detail.kind === kind && detail.writes === 'create').length;
}

describe('a write without an answer whose document needs it no more', () => {
  it.each([
    ['customer', /\/Contacts/],
    ['tracking option', /\/Options/],
  ])(
    'is told of all the same: a %s of an invoice that is voided meanwhile',
    async (_what, path) => {
      const { pipeline, isOver } = await dyingAt(path);
      await pipeline.press('month-end-run', { count: 1 });
      await pipeline.deliver();
      const created = pipeline.changes.messages().slice();
      await pipeline.apply(created);
      pipeline.clock.advance(2_000);
      const [invoice] = (await pipeline.storaState()).invoices;
      await pipeline.press('void', { invoiceId: invoice.id });
      await pipeline.deliver();
      const all = pipeline.changes.messages();
      await applyAll(pipeline, [...created, ...all.slice(created.length)]);

      const ledger = await pipeline.xeroState();
      const options = pipeline.stores.activities
        .all()
        .filter(({ type }) => type === 'tracking.created').length;
      expect(isOver()).toBe(true);
      expect(ledger.invoices).toEqual([]);
      expect(told(pipeline, 'contact')).toBe(1);
      expect(options).toBe(path.test('/Options') ? 1 : 0);
    },
  );

  it('is told of all the same: a customer who is deleted meanwhile', async () => {
    const { pipeline, isOver } = await dyingAt(/\/Contacts/);
    const person = { email: 'ada@example.com', full_name: 'Ada Byron' };
    const { contact } = await pipeline.press('new-contact', person);
    await pipeline.deliver();
    const created = pipeline.changes.messages().slice();
    await pipeline.apply(created);
    pipeline.clock.advance(2_000);
    await pipeline.press('delete-contact', { contactId: contact.id });
    await pipeline.deliver();

    await applyAll(pipeline, pipeline.changes.messages());

    expect(isOver()).toBe(true);
    expect(told(pipeline, 'contact')).toBe(1);
    const link = pipeline.stores.links.all().find(({ sourceId }) => sourceId === contact.id);
    expect(link).toMatchObject({ deletedAt: expect.any(String), targetId: expect.any(String) });
  });
});

describe('a customer who came along with an invoice', () => {
  it('has no issue any more when it is found in the ledger', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    const [{ contact }] = (await pipeline.storaState()).invoices;
    const key = { value: 'one', sendBeforeEpochMs: Number.MAX_SAFE_INTEGER };
    await pipeline.ports
      .ledgerFor()
      .contacts.create([{ contactNumber: contact.id, name: 'Restored by hand' }], key);
    const record = { operatorId: 'acorn', kind: 'contact', sourceId: contact.id } as const;
    await pipeline.stores.issues.raise(anIssue({ ...record, cause: 'contact_archived' }));
    expect(await pipeline.stores.issues.list('acorn')).toHaveLength(1);
    await pipeline.deliver();

    await pipeline.apply(pipeline.changes.messages().filter(({ kind }) => kind === 'invoice'));

    expect((await pipeline.xeroState()).contacts).toHaveLength(1);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('stands in the activities although the worker died before the entry', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    pipeline.stores.activities.faults.failNext('append', new Error('The process died.'));

    await pipeline.settle();

    const kinds = pipeline.stores.activities
      .all()
      .flatMap(({ detail }) => (detail.writes === 'create' ? [detail.kind] : []));
    expect(kinds.sort()).toEqual(['contact', 'invoice']);
  });
});
