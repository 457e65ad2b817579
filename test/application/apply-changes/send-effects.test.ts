import { describe, expect, it } from 'vitest';
import { retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { expectSameBooks } from '../../support/same-books.ts';

const isCall = (request: Request, method: string, path: RegExp) =>
  request.method === method && path.test(new URL(request.url).pathname);

function linkOf(pipeline: Pipeline, kind: Link['kind']): Link {
  const link = pipeline.stores.links.all().find((candidate) => candidate.kind === kind);
  if (link === undefined) throw new Error(`There is no link of kind ${kind}.`);
  return link;
}

describe('a ledger that answers with errors of its own', () => {
  /** Payments fail until they are let through. */
  async function failing() {
    const keys: Array<string | null> = [];
    const world = { isWell: false };
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (world.isWell || !isCall(request, 'PUT', /\/Payments$/)) return answer();
        keys.push(request.headers.get('idempotency-key'));
        return new Response('Internal Server Error', { status: 500 });
      },
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.press('pay-all');
    await pipeline.settle();
    return { pipeline, keys, world };
  }

  it('is asked three times, each under a new key, and then a person is', async () => {
    const { pipeline, keys } = await failing();

    expect(new Set(keys).size).toBe(3);
    expect(keys).toHaveLength(3);
    const issues = await pipeline.stores.issues.list('acorn');
    expect(issues.map(({ cause }) => cause)).toEqual(['ledger_keeps_failing']);
  });

  it('is asked anew when the person tries again, and posts it once', async () => {
    const { pipeline, keys, world } = await failing();
    const [issue] = await pipeline.stores.issues.list('acorn');
    if (issue === undefined) throw new Error('There is no issue.');
    const queue = new RecordingChangeQueue();
    await retryIssue({ ...pipeline.ports, queues: { xero: queue } }, issue, 'operator');
    world.isWell = true;

    await pipeline.apply(queue.messages());

    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect((await pipeline.xeroState()).payments).toHaveLength(1);
    expect(keys).toHaveLength(3);
  });

  it('for a history note, does not hold the document up', async () => {
    const pipeline = await startPipeline({
      intercept: async (request, answer) =>
        isCall(request, 'PUT', /\/History$/) ? new Response('', { status: 500 }) : answer(),
    });
    await pipeline.press('month-end-run', { count: 2 });

    await pipeline.settle();

    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(2);
    expect(linkOf(pipeline, 'invoice').version).toBeDefined();
  });

  it('with a success that cannot be read, is asked what became of it', async () => {
    let isOver = false;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (isOver || !isCall(request, 'PUT', /\/Payments$/)) return answer();
        isOver = true;
        await answer();
        return new Response('<html>', { status: 200 });
      },
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.press('pay-all');

    await pipeline.settle();

    expect((await pipeline.xeroState()).payments).toHaveLength(1);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });

  it('or with an outage that begins with a payment, is not given up', async () => {
    let wellAtEpochMs: number | undefined;
    const clock = { nowEpochMs: () => 0 };
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const now = clock.nowEpochMs();
        if (isCall(request, 'PUT', /\/Payments$/)) wellAtEpochMs ??= now + 20 * 60_000;
        const isDown = now < (wellAtEpochMs ?? 0) && request.url.includes('/api.xro/');
        return isDown ? new Response('', { status: 503 }) : answer();
      },
    });
    clock.nowEpochMs = () => pipeline.clock.nowEpochMs();
    await pipeline.press('month-end-run', { count: 2 });
    await pipeline.press('pay-all');

    await pipeline.settle();

    expectSameBooks(await pipeline.storaState(), await pipeline.xeroState());
    expect((await pipeline.xeroState()).payments).toHaveLength(2);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });
});

describe('a limiter in front of the ledger', () => {
  it('that stops a repeat does not make it a new write', async () => {
    let sent = 0;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (!isCall(request, 'PUT', /\/Payments$/)) return answer();
        sent += 1;
        if (sent === 1) {
          await answer();
          throw new TypeError('fetch failed');
        }
        if (sent > 2) return answer();
        return new Response('', { status: 429, headers: { 'retry-after': '10' } });
      },
    });
    await pipeline.press('month-end-run', { count: 2 });
    await pipeline.press('pay-all');

    await pipeline.settle();

    expect(sent).toBe(3);
    expect((await pipeline.xeroState()).payments).toHaveLength(2);
    expect(linkOf(pipeline, 'invoice').effects).toMatchObject({ history: { state: 'done' } });
  });
});

describe('more documents than fit into a call', () => {
  it('go in several, each under its own key', async () => {
    const keys: Array<string | null> = [];
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        if (isCall(request, 'PUT', /\/Invoices$/))
          keys.push(request.headers.get('idempotency-key'));
        return answer();
      },
    });
    Object.assign(pipeline.ports.ledgerFor(), { elementsPerCall: 2 });
    await pipeline.press('month-end-run', { count: 5 });

    await pipeline.settle();

    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(3);
    expectSameBooks(await pipeline.storaState(), await pipeline.xeroState());
  });
});

describe('the journal of a batch', () => {
  it.each([
    { what: 'new invoice', action: 'month-end-run', input: { count: 1 }, times: 2 },
    { what: 'payment', action: 'pay-all', input: {}, times: 2 },
    { what: 'new customer', action: 'new-contact', input: { email: 'a@example.com' }, times: 2 },
  ])('costs $times saves per $what', async ({ action, input, times }) => {
    const pipeline = await startPipeline();
    // So many that every site has its tracking option.
    await pipeline.press('month-end-run', { count: 20 });
    await pipeline.settle();
    const before = pipeline.changes.messages().length;
    const save = pipeline.stores.links.save.bind(pipeline.stores.links);
    const saved: string[] = [];
    pipeline.stores.links.save = (link) => {
      saved.push(`${link.kind} ${link.sourceId}`);
      return save(link);
    };
    await pipeline.press(action, { full_name: 'Ann New', ...input });
    await pipeline.deliver();

    await pipeline.apply(pipeline.changes.messages().slice(before));

    const own = saved.filter((name) => name.startsWith(saved.at(-1) ?? ''));
    expect(own).toHaveLength(times);
  });

  it('keeps a larger sum that another worker has posted meanwhile', async () => {
    let overtake: (() => Promise<void>) | undefined;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        if (isCall(request, 'PUT', /\/Payments$/)) await overtake?.();
        return response;
      },
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.press('pay-all');
    overtake = async () => {
      const link = linkOf(pipeline, 'invoice');
      if (link.posted === undefined) throw new Error('The invoice is not posted.');
      const posted = { ...link.posted, paidMinor: 9_999_999 };
      await pipeline.stores.links.save({ ...link, posted });
    };

    await pipeline.deliver();
    await pipeline.apply(pipeline.changes.messages());

    expect(linkOf(pipeline, 'invoice').posted?.paidMinor).toBe(9_999_999);
  });
});

describe('two workers with the same changes at the same time', () => {
  it('write everything once', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 3 });
    await pipeline.press('pay-all');
    await pipeline.deliver();
    const messages = pipeline.changes.messages().slice(0, 10);

    await Promise.all([pipeline.apply(messages), pipeline.apply(messages)]);
    await pipeline.settle();

    const [source, ledger] = [await pipeline.storaState(), await pipeline.xeroState()];
    expectSameBooks(source, ledger);
    expect(ledger.payments).toHaveLength(3);
    const notes = (invoice: { history: Array<{ changes?: string }> }) => invoice.history.length;
    expect(new Set(ledger.invoices.map(notes)).size).toBe(1);
    expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
  });
});

describe('another worker that applies a newer state meanwhile', () => {
  const newer = { at: '2027-01-01T00:00:00.000Z', rank: 3, fingerprint: 'newer' };

  /** The other worker saves its version when such a request is answered. */
  async function overtaken(version: NonNullable<Link['version']>, path: RegExp) {
    let overtake: (() => Promise<void>) | undefined;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        if (path.test(`${request.method} ${new URL(request.url).pathname}`)) await overtake?.();
        return response;
      },
    });
    overtake = async () => {
      overtake = undefined;
      await pipeline.stores.links.save({ ...linkOf(pipeline, 'invoice'), version });
    };
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    return pipeline;
  }

  it('before the next call for it, keeps that call from being made', async () => {
    const pipeline = await overtaken(newer, /^PUT .*\/Invoices$/);
    await pipeline.press('pay-all');
    await pipeline.deliver();
    const paid = pipeline.changes.messages().slice(-1);

    const results = await pipeline.apply(paid);

    expect(results).toMatchObject([{ kind: 'deferred', reason: 'record_moved_on' }]);
    expect(pipeline.calls.filter(({ url }) => /Payments|History/.test(url))).toEqual([]);
    const { version, effects } = linkOf(pipeline, 'invoice');
    expect(version).toEqual(newer);
    expect(effects).toMatchObject({ create: { state: 'done' }, history: { state: 'rejected' } });
    const again = await pipeline.apply(paid);
    expect(again).toMatchObject([{ outcome: { kind: 'skipped', reason: 'older' } }]);
  });

  it('keeps its version when the older work is committed', async () => {
    const pipeline = await overtaken(newer, /^PUT .*\/History$/);

    await pipeline.apply(pipeline.changes.messages().slice(0, 1));

    const link = linkOf(pipeline, 'invoice');
    expect(link.version).toEqual(newer);
    expect(link.effects).toMatchObject({ create: { state: 'done' }, history: { state: 'done' } });
  });

  it('of the same second, has the source asked which one is the last', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const { version } = linkOf(pipeline, 'invoice');
    if (version === undefined) throw new Error('There is no version.');
    const tied = await overtaken({ ...version, fingerprint: 'other' }, /^PUT .*\/History$/);
    const messages = tied.changes.messages().slice(0, 1);

    const [result] = await tied.apply(messages);
    const reads = () => tied.calls.filter(({ url }) => /\/invoices\/[^/]+$/.test(url)).length;
    const before = reads();
    await tied.apply(messages);

    expect(result).toMatchObject({ kind: 'deferred', reason: 'versions_tie' });
    expect(reads()).toBe(before + 1);
    expect(linkOf(tied, 'invoice').version?.fingerprint).toBe(version.fingerprint);
  });
});
