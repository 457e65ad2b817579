import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { oneByOne } from '../../support/one-by-one.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../support/pipeline.ts';

const isPut = (request: Request, path: RegExp) =>
  request.method === 'PUT' && path.test(new URL(request.url).pathname);

/** The process stands still for so long once the decision is journaled, before the request leaves. */
function standStill(pipeline: Pipeline, durationMs: number): void {
  const { pacer } = pipeline.ports;
  const run = pacer.run.bind(pacer);
  pacer.run = async (call, send) => {
    const isBegun = pipeline.stores.links
      .all()
      .some((link) => Object.values(link.effects).some(({ state }) => state === 'sending'));
    if (isBegun) {
      pacer.run = run;
      pipeline.clock.advance(durationMs);
    }
    return run(call, send);
  };
}

describe('a process that stands still between the decision and the call', () => {
  async function paidWithLostAnswer() {
    const keys: Array<string | null> = [];
    const intercept: PipelineOptions['intercept'] = async (request, answer) => {
      if (!isPut(request, /\/Payments$/)) return answer();
      keys.push(request.headers.get('idempotency-key'));
      if (keys.length > 1) return answer();
      await answer();
      throw new TypeError('fetch failed');
    };
    const pipeline = await startPipeline({ intercept });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    await pipeline.press('pay-all');
    const before = pipeline.changes.messages().length;
    await pipeline.deliver();
    const messages = pipeline.changes.messages().slice(before);
    await pipeline.apply(messages);
    return { pipeline, keys, messages };
  }

  it('sends no repeat after the ledger has forgotten the key; the payment is looked up', async () => {
    const { pipeline, keys, messages } = await paidWithLostAnswer();
    pipeline.clock.advance(268_000);
    standStill(pipeline, 97_000);

    const results = await pipeline.apply(messages);

    expect(results[0]).toMatchObject({ kind: 'deferred', reason: 'overtaken' });
    expect(keys).toHaveLength(1);
    await pipeline.settle();
    expect(keys).toHaveLength(1);
    expect((await pipeline.xeroState()).payments).toHaveLength(1);
  });

  it('sends nothing new either, and tries again', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    const messages = pipeline.changes.messages();
    standStill(pipeline, 21_000);

    const results = await pipeline.apply(messages);

    expect(results[0]).toMatchObject({ kind: 'deferred', reason: 'overtaken' });
    expect(pipeline.calls.filter(({ method }) => method === 'PUT')).toEqual([]);
    await pipeline.settle();
    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
  });
});

describe('a worker that stands still for longer than its messages are hidden', () => {
  it('creates no customer any more for an invoice that another one has seen voided', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    const messages = pipeline.changes.messages().slice();
    const { links } = pipeline.stores;
    const get = links.get.bind(links);
    oneByOne(links);
    links.get = async (key) => {
      if (key.kind !== 'contact') return get(key);
      links.get = get;
      const [invoice] = (await pipeline.storaState()).invoices;
      pipeline.clock.advance(300_000);
      await pipeline.press('void', { invoiceId: invoice.id });
      await pipeline.settle();
      return get(key);
    };

    const results = await pipeline.apply(messages);

    expect((await pipeline.xeroState()).contacts).toEqual([]);
    expect(results[0]).toMatchObject({ kind: 'deferred', reason: 'overtaken' });
  });
});

describe('a worker that is overtaken by one that did the same', () => {
  it.each([
    ['note on the timeline', /\/Invoices$/, /^POST .*\/timeline\/events$/],
    ['id on the customer', /\/Contacts$/, /^PATCH .*\/contacts\//],
  ])('owes no %s once more that is written already', async (_what, path, written) => {
    let overtake: (() => Promise<void>) | undefined;
    const pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        if (isPut(request, path)) await overtake?.();
        return response;
      },
    });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    const messages = pipeline.changes.messages().slice();
    overtake = async () => {
      overtake = undefined;
      pipeline.clock.advance(10_000);
      await pipeline.settle();
    };

    await pipeline.apply(messages);

    expect(pipeline.stores.links.all().flatMap(({ owed }) => owed)).toEqual([]);
    const calls = pipeline.calls.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
    expect(calls.filter((call) => written.test(call))).toHaveLength(1);
  });
});

describe('a worker that finds what another one wrote after it had read the link', () => {
  it.each([
    ['contact', 'create'],
    ['invoice', 'create'],
    ['invoice', 'history'],
  ])('tells of the %s %s in the same words, so that it stands there once', async (kind, effect) => {
    // With a note to write, the link of a document is saved before anything is told of its creation.
    const pipeline = await startPipeline({ settings: { historyNotes: effect === 'history' } });
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.deliver();
    const messages = pipeline.changes.messages().slice();
    const old = await triedInVain(pipeline, messages, { kind, effect });
    pipeline.clock.advance(300_000);
    await pipeline.apply(messages);
    pipeline.clock.advance(30_000);
    readsFirst(pipeline, old);

    await pipeline.apply(messages);

    const told = pipeline.stores.activities
      .all()
      .filter(({ detail }) => detail.kind === kind && detail.writes === effect);
    expect(told).toHaveLength(1);
  });

  /** Each link is read once as it was; what is saved then is compared with what stands. */
  function readsFirst({ stores: { links } }: Pipeline, old: Link[]): void {
    const get = links.get.bind(links);
    oneByOne(links);
    const read = new Set<string>();
    links.get = async (key) => {
      if (read.has(key.sourceId)) return get(key);
      read.add(key.sourceId);
      return old.find(({ sourceId }) => sourceId === key.sourceId);
    };
  }

  /** The decision is journaled, its worker stands still and takes it back; the links in between. */
  async function triedInVain(
    pipeline: Pipeline,
    messages: ChangeMessage[],
    { kind, effect }: { kind: string; effect: string },
  ): Promise<Link[]> {
    let between: Link[] = [];
    const { pacer } = pipeline.ports;
    const run = pacer.run.bind(pacer);
    pacer.run = async (call, send) => {
      const links = pipeline.stores.links.all();
      const isBegun = links.some(
        (link) => link.kind === kind && link.effects[effect]?.state === 'sending',
      );
      if (isBegun) {
        pacer.run = run;
        between = links;
        pipeline.clock.advance(21_000);
      }
      return run(call, send);
    };
    const results = await pipeline.apply(messages);
    expect(results[0]).toMatchObject({ kind: 'deferred', reason: 'overtaken' });
    return between;
  }
});

describe('a worker that stands still with the verdict that a person is needed', () => {
  it.each(['before it notes that', 'before it raises the issue'])(
    'raises nothing for what another one has posted, %s',
    async (moment) => {
      const pipeline = await startPipeline({ settings: { createTracking: false } });
      await pipeline.press('month-end-run', { count: 1 });
      await pipeline.deliver();
      const messages = pipeline.changes.messages().slice();
      const { settings, links, issues } = pipeline.stores;
      const [save, raise] = [links.save.bind(links), issues.raise.bind(issues)];
      const overtake = async () => {
        [links.save, issues.raise] = [save, raise];
        const known = await settings.get('acorn', 'xero');
        if (known !== undefined) await settings.put({ ...known, createTracking: true });
        await pipeline.settle();
      };
      if (moment === 'before it notes that')
        links.save = async (link) => {
          if (link.judgedVersion !== undefined) await overtake();
          return save(link);
        };
      else
        issues.raise = async (issue) => {
          await overtake();
          return raise(issue);
        };

      const results = await pipeline.apply(messages);

      expect((await pipeline.xeroState()).invoices).toHaveLength(1);
      expect(await issues.list('acorn')).toEqual([]);
      expect(results[0]).toMatchObject({ kind: 'deferred', reason: 'record_moved_on' });
    },
  );
});
