import { describe, expect, it } from 'vitest';
import { createBench, type Json } from './stora-bench.ts';

const endpoint = {
  name: 'test',
  api_version: '2025-09',
  url: 'https://receiver.example/hook',
  event_types: ['contact.created', 'invoice.voided'],
};

async function refusal(eventRefusal: string): Promise<Json> {
  const bench = createBench();
  await bench.control('absent', { eventTypes: 'invoice.voided', eventRefusal });
  const { status, json } = await bench.api('POST', '/webhook_endpoints', { body: endpoint });
  expect(status).toBe(422);
  return json.error.details;
}

describe('an event type that the sandbox is set not to know', () => {
  it('refuses the whole endpoint by the place of the stranger', async () => {
    expect(await refusal('pointer')).toMatchObject([{ pointer: '/event_types/1' }]);
  });

  it('refuses it by the name of the stranger', async () => {
    const [detail] = await refusal('name');

    expect(detail.message).toContain('invoice.voided');
    expect(detail.message).not.toContain('contact.created');
  });

  it('refuses it by the names that there are', async () => {
    const [detail] = await refusal('known-names');

    expect(detail.message).toContain('contact.created');
    expect(detail.message).not.toContain('invoice.voided');
  });

  it('refuses it without a word', async () => {
    expect(await refusal('nothing')).toEqual([]);
  });
});

describe('a query parameter that the sandbox is set not to know', () => {
  it('is ignored or refused', async () => {
    const bench = createBench();
    await bench.control('month-end-run', { count: 2 });
    const list = () => bench.api('GET', '/invoices?status=void');
    expect((await list()).json.invoices).toEqual([]);

    await bench.control('absent', { query: 'status' });
    expect((await list()).json.invoices).toHaveLength(2);

    await bench.control('absent', { query: 'status', unknownQuery: 'reject' });
    expect(await list()).toMatchObject({ status: 422 });
  });
});

describe('values that the sandbox is set not to know', () => {
  it.each([
    ['expand', '/invoices?expand=contact'],
    ['sortKeys', '/contacts?sort_by=updated_at'],
  ])('are refused: %s', async (name, path) => {
    const bench = createBench();
    expect((await bench.api('GET', path)).status).toBe(200);
    await bench.control('absent', { [name]: 'contact, updated_at' });

    expect((await bench.api('GET', path)).status).toBe(422);
  });

  it('hide what Stora would have had to set up', async () => {
    const bench = createBench();
    await bench.control('absent', { timeline: 'sources' });

    expect((await bench.api('GET', '/timeline/sources')).json.sources).toEqual([]);
    expect((await bench.api('GET', '/timeline/templates')).json.templates).not.toEqual([]);
  });

  it('are all back after a change without any', async () => {
    const bench = createBench();
    await bench.control('absent', { timeline: 'sources', expand: 'contact' });

    const { absent } = await bench.control('absent');

    expect(absent).toMatchObject({ timeline: [], expand: [] });
  });
});
