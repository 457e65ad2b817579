import { describe, expect, it } from 'vitest';
import { fewerScopes } from '../../../shared/domain/intake/fewer-scopes.ts';
import { storaManifest } from '../../../shared/source/stora/manifest.ts';
import { storaEventTypes } from '../../../shared/source/stora/settings.ts';
import { comparedBooks } from '../../support/compared-books.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../support/pipeline.ts';
import { anHourLater } from './an-hour-later.ts';

type Absent = NonNullable<PipelineOptions['absent']>;

interface Case {
  /** The name that this Stora does not know. */
  name: string;
  absent: Absent;
  /** What is still written back: metadata of contacts, and events on the timeline. */
  keeps: { metadata: boolean; notes: boolean };
}

const both = { metadata: true, notes: true };

const allEvents = storaEventTypes;

const cases: Case[] = [
  { name: 'four of the event types', absent: {}, keeps: both },
  {
    name: 'any event type',
    absent: { eventTypes: allEvents, eventRefusal: 'nothing' },
    keeps: both,
  },
  { name: 'expand=contact', absent: { expand: ['contact'] }, keeps: both },
  { name: 'expand=site', absent: { expand: ['site'] }, keeps: both },
  { name: 'expand, refused', absent: { query: ['expand'], unknownQuery: 'reject' }, keeps: both },
  { name: 'expand, ignored', absent: { query: ['expand'] }, keeps: both },
  {
    name: 'the filter status, refused',
    absent: { query: ['status'], unknownQuery: 'reject' },
    keeps: both,
  },
  { name: 'the filter status, ignored', absent: { query: ['status'] }, keeps: both },
  {
    name: 'the filter updated_after',
    absent: { query: ['updated_after'], unknownQuery: 'reject' },
    keeps: both,
  },
  {
    name: 'the filter created_after',
    absent: { query: ['created_after'], unknownQuery: 'reject' },
    keeps: both,
  },
  { name: 'sort_by=updated_at', absent: { sortKeys: ['updated_at'] }, keeps: both },
  {
    name: 'sort_direction',
    absent: { query: ['sort_direction'], unknownQuery: 'reject' },
    keeps: both,
  },
  { name: 'contacts in full in webhooks', absent: { payloadExpansions: ['contact'] }, keeps: both },
  { name: 'sites in full in webhooks', absent: { payloadExpansions: ['site'] }, keeps: both },
  {
    name: 'our timeline source',
    absent: { timeline: ['sources'] },
    keeps: { metadata: true, notes: false },
  },
  {
    name: 'our timeline template',
    absent: { timeline: ['templates'] },
    keeps: { metadata: true, notes: false },
  },
  { name: 'invoices on the timeline', absent: { timeline: ['invoice'] }, keeps: both },
  {
    name: 'invoices and sites on the timeline',
    absent: { timeline: ['invoice', 'site'] },
    keeps: both,
  },
  {
    name: 'metadata of contacts',
    absent: { metadata: ['contact'] },
    keeps: { metadata: false, notes: true },
  },
  { name: 'metadata of endpoints', absent: { metadata: ['webhook_endpoint'] }, keeps: both },
];

/** Also what is found by reading, so that every list is asked for. */
const unheard = ['invoice.voided', 'invoice.updated', 'contact.updated', 'credit_note.created'];

async function monthEnd(absent: Absent, scopes?: string): Promise<Pipeline> {
  const pipeline = await startPipeline({ absent: { eventTypes: unheard, ...absent } });
  if (scopes !== undefined) await grantOnly(pipeline, scopes);
  await pipeline.press('month-end-run', { count: 4 });
  await pipeline.settle();
  await pipeline.tend();
  await pipeline.settle();
  const { invoices } = await pipeline.storaState();
  await pipeline.press('void', { invoiceId: invoices[0].id });
  await pipeline.press('pay', { invoiceId: invoices[1].id, amountMinor: 500 });
  await pipeline.press('credit', { invoiceId: invoices[2].id, amountMinor: 300 });
  await pipeline.press('update-contact', {
    contactId: invoices[3].contact.id,
    full_name: 'Robin Renamed',
  });
  await pipeline.settle();
  await anHourLater(pipeline);
  await pipeline.tend();
  await pipeline.settle();
  return pipeline;
}

/** As if nothing else had been consented to. */
async function grantOnly(pipeline: Pipeline, scopes: string): Promise<void> {
  for (const row of pipeline.stora.world.oauth.rows) {
    Object.assign(row, { scopes: scopes.split(' ') });
  }
  const { connections } = pipeline.stores;
  const connection = await connections.get({ operatorId: 'acorn', provider: 'stora' });
  if (connection !== undefined) connections.seed({ ...connection, scopes });
}

async function writtenBack(pipeline: Pipeline) {
  const { contacts, invoices, timelineEvents } = await pipeline.storaState();
  const billed = new Set(
    invoices.map((invoice: { contact: { id: string } }) => invoice.contact.id),
  );
  const marked = contacts.filter(
    (one: { id: string; metadata: Record<string, string> }) =>
      billed.has(one.id) && one.metadata['rollerdoor:xero'] !== undefined,
  );
  return { metadata: marked.length === billed.size, notes: timelineEvents.length > 0 };
}

describe('the books are right, whichever name Stora does not know', () => {
  it.each(cases)('$name', async ({ absent, keeps }) => {
    const told = await monthEnd({ eventTypes: [] });
    const without = await monthEnd(absent);

    expect(comparedBooks(await without.xeroState())).toEqual(comparedBooks(await told.xeroState()));
    expect(await without.stores.issues.list('acorn')).toEqual([]);
    expect(await writtenBack(without)).toEqual(keeps);
  });

  it('every scope that the books can do without', async () => {
    const told = await monthEnd({ eventTypes: [] });
    const without = await monthEnd({}, fewerScopes(storaManifest.oauth.scopes));

    expect(comparedBooks(await without.xeroState())).toEqual(comparedBooks(await told.xeroState()));
    expect(await writtenBack(without)).toEqual({ metadata: false, notes: false });
    const { lacks } = (await without.stores.sourceStates.get('acorn')) ?? {};
    expect(Object.keys(lacks ?? {}).toSorted()).toEqual(['contact_right', 'timeline_right']);
  });

  it('says once what its timeline lacks, and asks no more than once in a quarter of an hour', async () => {
    const pipeline = await monthEnd({ timeline: ['sources'] });

    const { lacks } = (await pipeline.stores.sourceStates.get('acorn')) ?? {};
    expect(Object.keys(lacks ?? {})).toEqual(['timeline_source']);
    expect(pipeline.log.counts.get('SourceLacks')).toBe(1);
    const asked = pipeline.calls.filter(({ url }) => url.includes('/timeline/sources'));
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it('writes the notes once the timeline was set up after all', async () => {
    const pipeline = await monthEnd({ timeline: ['templates'] });
    pipeline.stora.settings.absent.timeline = [];
    pipeline.clock.advance(900_000);

    await pipeline.settle();

    expect((await writtenBack(pipeline)).notes).toBe(true);
  });
});
