import { describe, expect, it } from 'vitest';
import { retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../support/pipeline.ts';

interface Invoice {
  lines: Array<{ tracking: Array<{ name: string; option: string }> }>;
}

/** One invoice of a site, not yet worked on. */
async function oneInvoice(options: PipelineOptions = {}) {
  const pipeline = await startPipeline(options);
  await pipeline.press('month-end-run', { count: 1 });
  const { invoices, sites } = await pipeline.storaState();
  const site = sites.find(({ id }: { id: string }) => id === invoices[0].site.id);
  return { pipeline, site: site.name as string };
}

const issuesOf = async ({ stores }: Pipeline) =>
  (await stores.issues.list('acorn')).map(({ cause, message }) => ({ cause, message }));

async function optionsOf(pipeline: Pipeline): Promise<string[]> {
  const { trackingCategories } = await pipeline.xeroState();
  return trackingCategories.flatMap(({ options }: { options: string[] }) => options);
}

async function sitesPosted(pipeline: Pipeline): Promise<string[]> {
  const invoices: Invoice[] = (await pipeline.xeroState()).invoices;
  return invoices.map(({ lines: [line] }) => {
    const [place] = line?.tracking ?? [];
    return `${place?.name}: ${place?.option}`;
  });
}

function creates(pipeline: Pipeline): number {
  return pipeline.calls.filter(
    ({ method, url }) => method === 'PUT' && url.includes('/TrackingCategories'),
  ).length;
}

async function chooseCategory({ stores: { settings } }: Pipeline, trackingCategoryName: string) {
  const present = await settings.get('acorn', 'xero');
  if (present === undefined) throw new Error('There are no settings.');
  await settings.put({ ...present, trackingCategoryName });
}

/** One more invoice of the same customer, hence of the same site. */
async function anotherInvoice(pipeline: Pipeline) {
  const [invoice] = (await pipeline.storaState()).invoices;
  await pipeline.press('new-booking', { contactId: invoice.contact.id });
  await pipeline.settle();
}

async function tryAgain(pipeline: Pipeline) {
  pipeline.clock.advance(10 * 60_000);
  const queue = new RecordingChangeQueue();
  for (const issue of await pipeline.stores.issues.list('acorn'))
    await retryIssue({ ...pipeline.ports, queues: { xero: queue } }, issue, 'operator');
  await pipeline.apply(queue.messages());
}

/** The invoice waits for a person after its site was created. */
async function parkedAfterItsSite() {
  const world = await oneInvoice();
  const { pipeline, site } = world;
  await pipeline.pressXero('archive-account', { code: '200' });
  await pipeline.pressXero('archive-account', { code: '201' });
  await pipeline.pressXero('archive-account', { code: '260' });
  await pipeline.settle();
  expect(await optionsOf(pipeline)).toContain(site);
  expect((await pipeline.xeroState()).invoices).toEqual([]);
  for (const code of ['200', '201', '260']) await pipeline.pressXero('restore-account', { code });
  return world;
}

describe('a site that was created once', () => {
  it('is created again when somebody deleted it', async () => {
    const { pipeline, site } = await parkedAfterItsSite();
    await pipeline.pressXero('tracking', { category: 'Location', option: site, status: 'DELETED' });

    await tryAgain(pipeline);

    expect(await issuesOf(pipeline)).toEqual([]);
    expect(await sitesPosted(pipeline)).toEqual([`Location: ${site}`]);
    const told = pipeline.stores.activities.all().filter(({ type }) => type === 'tracking.created');
    expect(told).toHaveLength(2);
  });

  it('is created again in another category', async () => {
    const { pipeline, site } = await parkedAfterItsSite();
    await chooseCategory(pipeline, 'Department');

    await tryAgain(pipeline);

    expect(await issuesOf(pipeline)).toEqual([]);
    expect(await sitesPosted(pipeline)).toEqual([`Department: ${site}`]);
  });

  it('is known by its id when somebody renames it, or its category', async () => {
    const { pipeline, site } = await parkedAfterItsSite();
    await pipeline.pressXero('tracking', { category: 'Location', option: site, name: 'Depot 7' });
    await pipeline.pressXero('tracking', { category: 'Location', name: 'Branch' });
    const before = creates(pipeline);

    await tryAgain(pipeline);

    expect(await sitesPosted(pipeline)).toEqual(['Branch: Depot 7']);
    expect(creates(pipeline)).toBe(before);
  });
});

describe('a site whose operator chose another category for a while', () => {
  it('has its former option still when somebody renamed that meanwhile', async () => {
    const { pipeline, site } = await oneInvoice();
    await pipeline.settle();
    await chooseCategory(pipeline, 'Department');
    await anotherInvoice(pipeline);
    await pipeline.pressXero('tracking', { category: 'Location', option: site, name: 'Depot 7' });
    pipeline.clock.advance(10 * 60_000);
    await chooseCategory(pipeline, 'Location');

    await anotherInvoice(pipeline);

    expect((await optionsOf(pipeline)).filter((name) => name === site)).toHaveLength(1);
    // A document shows its option as it is called now.
    expect(await sitesPosted(pipeline)).toEqual([
      'Location: Depot 7',
      `Department: ${site}`,
      'Location: Depot 7',
    ]);
  });
});

describe('a site whose option is archived', () => {
  it('is not created: the person reads which site, and restoring helps', async () => {
    const { pipeline, site } = await parkedAfterItsSite();
    const option = { category: 'Location', option: site };
    await pipeline.pressXero('tracking', { ...option, status: 'ARCHIVED' });
    const before = creates(pipeline);

    await tryAgain(pipeline);

    expect(await issuesOf(pipeline)).toEqual([
      {
        cause: 'tracking_archived',
        message: `The tracking option of the site (${site}) is archived.`,
      },
    ]);
    expect(creates(pipeline)).toBe(before);
    await pipeline.pressXero('tracking', { ...option, status: 'ACTIVE' });
    await tryAgain(pipeline);
    expect(await issuesOf(pipeline)).toEqual([]);
    expect(await sitesPosted(pipeline)).toEqual([`Location: ${site}`]);
  });

  it('is told of its category, when that is what is archived', async () => {
    const { pipeline } = await oneInvoice();
    await pipeline.pressXero('tracking', { category: 'Location', status: 'ARCHIVED' });

    await pipeline.settle();

    expect(await issuesOf(pipeline)).toMatchObject([{ cause: 'tracking_category_archived' }]);
    expect(creates(pipeline)).toBe(0);
  });
});

describe('a credit note without a site of its own', () => {
  it('has the option of its invoice created again, when somebody deleted it', async () => {
    const { pipeline, site } = await oneInvoice();
    await pipeline.settle();
    await pipeline.pressXero('tracking', { category: 'Location', option: site, status: 'DELETED' });
    pipeline.clock.advance(10 * 60_000);
    const [invoice] = (await pipeline.storaState()).invoices;
    await pipeline.press('credit', { invoiceId: invoice.id, amountMinor: 300 });
    await pipeline.deliver();
    const notes = pipeline.changes.messages().flatMap((message) => {
      if (message.kind !== 'credit_note') return [];
      const { site: _site, ...resource } = message.resource as Record<string, unknown>;
      return [{ ...message, resource }];
    });

    await pipeline.apply(notes);

    expect(await issuesOf(pipeline)).toEqual([]);
    expect((await pipeline.xeroState()).creditNotes).toMatchObject([
      { lines: [{ tracking: [{ option: site }] }, {}] },
    ]);
  });
});

describe('a site that the ledger refuses', () => {
  it('for the length of its name, is not even sent', async () => {
    const name = 'A very long name of a site '.repeat(5).trim();
    const { pipeline } = await oneInvoice();
    await pipeline.deliver();
    const messages = pipeline.changes.messages().map((message) => {
      const resource = message.resource as { site?: { name: string } } | undefined;
      if (resource?.site === undefined) return message;
      return { ...message, resource: { ...resource, site: { ...resource.site, name } } };
    });

    await pipeline.apply(messages);

    expect(await issuesOf(pipeline)).toMatchObject([
      { cause: 'tracking_name_too_long', message: expect.stringContaining(name) },
    ]);
    expect(creates(pipeline)).toBe(0);
  });

  it('for whatever else, is sent once, and its name is told', async () => {
    const { pipeline, site } = await oneInvoice({
      intercept: async (request, answer) =>
        request.method === 'PUT' && request.url.includes('/Options')
          ? Response.json({ Type: 'ValidationException', Message: 'No tracking.' }, { status: 400 })
          : answer(),
    });

    await pipeline.settle();

    expect(creates(pipeline)).toBe(1);
    expect(await issuesOf(pipeline)).toMatchObject([
      { cause: 'tracking_missing', message: expect.stringContaining(site) },
    ]);
  });
});

describe('a list that does not show yet what was just created', () => {
  it('puts the documents off for seconds, and the site is created once', async () => {
    let hiddenUntilEpochMs = 0;
    const clock = { nowEpochMs: () => 0 };
    const { pipeline, site } = await oneInvoice({
      intercept: async (request, answer) => {
        const isTracking = request.url.includes('/TrackingCategories');
        if (isTracking && request.method === 'PUT')
          hiddenUntilEpochMs = clock.nowEpochMs() + 20_000;
        const response = await answer();
        if (!isTracking || request.method !== 'GET' || clock.nowEpochMs() >= hiddenUntilEpochMs)
          return response;
        const { TrackingCategories: categories, ...rest } = await response.json();
        const TrackingCategories = categories.map((category: object) => ({
          ...category,
          Options: [],
        }));
        return Response.json({ ...rest, TrackingCategories });
      },
    });
    clock.nowEpochMs = () => pipeline.clock.nowEpochMs();

    await pipeline.settle();

    expect(await issuesOf(pipeline)).toEqual([]);
    expect(await sitesPosted(pipeline)).toEqual([`Location: ${site}`]);
    expect(creates(pipeline)).toBe(1);
  });
});
