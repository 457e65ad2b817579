import { describe, expect, it } from 'vitest';
import type { Bench } from '../stora-bench.ts';
import { createBench } from '../stora-bench.ts';

async function openDeal(bench: Bench) {
  const [contact] = (await bench.api('GET', '/contacts')).json.contacts;
  const body = { name: 'Enquiry', contact: { id: contact.id }, metadata: { a: '1' } };
  return (await bench.api('POST', '/deals', { body })).json.deal;
}

const typesSent = (bench: Bench) =>
  bench.sandbox.world.webhooks.events
    .map((event) => event.type)
    .filter((type) => /^deal/.test(type));

describe('deals', () => {
  it('begin in the first stage, move, and end', async () => {
    const bench = createBench();
    const deal = await openDeal(bench);
    const query = '/deals/stages?sort_by=position&sort_direction=ASC';
    const { stages } = (await bench.api('GET', query)).json;
    expect(deal).toMatchObject({ status: 'open', stage: { id: stages[0].id } });
    const path = `/deals/${deal.id}`;
    const body = { stage: { id: stages[1].id }, metadata: { b: '2' } };
    const moved = (await bench.api('PATCH', `${path}?expand=stage`, { body })).json.deal;
    expect(moved).toMatchObject({ stage: { name: stages[1].name }, metadata: { a: '1', b: '2' } });
    const lost = { body: { lost_reason: 'price_concerns' } };
    expect((await bench.api('POST', `${path}/lose`)).status).toBe(422);
    expect((await bench.api('POST', `${path}/lose`, lost)).json.deal.status).toBe('lost');
    expect((await bench.api('POST', `${path}/win`)).status).toBe(409);
    expect((await bench.api('POST', `${path}/reopen`)).json.deal).toMatchObject({
      ...{ status: 'open', lost_reason: null },
    });
    expect((await bench.api('POST', `${path}/win`)).json.deal.status).toBe('won');
    expect(typesSent(bench)).toEqual([
      ...['deal.created', 'deal.updated', 'deal.lost', 'deal.updated', 'deal.won'],
    ]);
  });

  it('are refused for what does not exist', async () => {
    const bench = createBench();
    const deal = await openDeal(bench);
    const body = { stage: { id: 'dstg_0' } };
    const answer = await bench.api('PATCH', `/deals/${deal.id}`, { body });
    expect(answer.status).toBe(422);
    expect(answer.json.error.details[0].pointer).toBe('/stage/id');
  });
});

it('a customer who moves out frees the unit, and churns', async () => {
  const bench = createBench();
  const [tenancy] = (await bench.api('GET', '/tenancies?expand=unit_allocations')).json.tenancies;
  await bench.control('move-out', { tenancyId: tenancy.id });
  const unitId = tenancy.unit_allocations[0].unit.id;
  const read = async (path: string) => (await bench.api('GET', path)).json;
  expect((await read(`/units/${unitId}`)).unit.status).toBe('available');
  expect((await read(`/tenancies/${tenancy.id}`)).tenancy.ends_at).toBeTruthy();
  expect((await read(`/contacts/${tenancy.contact.id}`)).contact.status).toBe('churned');
});
