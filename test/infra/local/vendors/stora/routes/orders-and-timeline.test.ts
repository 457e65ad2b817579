import { describe, expect, it } from 'vitest';
import type { Bench, Json } from '../stora-bench.ts';
import { createBench } from '../stora-bench.ts';

const setUpOrder = async (bench: Bench) => {
  const [unitType] = (await bench.api('GET', '/unit_types')).json.unit_types;
  const body = { site: unitType.site, contact: { email: 'o@example.com' } };
  const { order } = (await bench.api('POST', '/orders', { body })).json;
  const line = {
    type: 'unit_type',
    item: { id: unitType.id },
    quantity: 2,
    price: { amount: 1200 },
  };
  const deposit = { type: 'security_deposit', item: { id: unitType.id } };
  return { unitType, order, line, deposit };
};

describe('orders', () => {
  it('add up from their lines, deposits apart', async () => {
    const bench = createBench();
    const { unitType, order, line, deposit } = await setUpOrder(bench);
    const path = `/orders/${order.id}/line_items`;
    const added = await bench.api('POST', path, { body: line });
    await bench.api('POST', path, { body: deposit });
    const read = async () => (await bench.api('GET', `/orders/${order.id}`)).json.order;
    expect(await read()).toMatchObject({
      status: 'draft',
      total: { amount: 2400 },
      tax: { amount: 400 },
      subtotal: { amount: 2000 },
      one_time_total: { amount: unitType.security_deposit.amount },
    });
    const linePath = `${path}/${added.json.line_item.id}`;
    await bench.api('PATCH', linePath, { body: { quantity: 1 } });
    expect((await read()).total.amount).toBe(1200);
    const deleted = await bench.api('DELETE', linePath);
    expect(deleted.json.success.message).toBe('Line item deleted successfully.');
    expect((await read()).line_items).toHaveLength(1);
  });

  it('get a payment link when finalized and are closed for changes then', async () => {
    const bench = createBench();
    const { order, line } = await setUpOrder(bench);
    const path = `/orders/${order.id}`;
    expect((await bench.api('GET', `${path}/validate`)).status).toBe(422);
    expect((await bench.api('POST', `${path}/finalize`)).status).toBe(422);
    await bench.api('POST', `${path}/line_items`, { body: line });
    expect((await bench.api('GET', `${path}/validate`)).status).toBe(200);
    const finalized = (await bench.api('POST', `${path}/finalize`)).json.order;
    expect(finalized.status).toBe('finalized');
    expect(finalized.payment_url).toContain('acorn.stora.test');
    const late = [
      await bench.api('POST', `${path}/line_items`, { body: line }),
      await bench.api('PATCH', path, { body: { metadata: { a: 'b' } } }),
      await bench.api('POST', `${path}/finalize`),
    ];
    expect(late.map((answer) => answer.json.error.code)).toEqual([
      'conflict',
      'conflict',
      'conflict',
    ]);
  });

  it('leave nothing behind when one of their lines is refused', async () => {
    const bench = createBench();
    const { unitType } = await setUpOrder(bench);
    const before = (await bench.api('GET', '/orders')).json.meta.pagination.count;
    const body = {
      site: unitType.site,
      line_items: [{ type: 'unit_type', item: { id: 'utype_nope' } }],
    };
    expect((await bench.api('POST', '/orders', { body })).status).toBe(422);
    expect((await bench.api('GET', '/orders')).json.meta.pagination.count).toBe(before);
  });
});

describe('timeline events', () => {
  const setUp = async () => {
    const bench = createBench();
    const find = async (kind: string, name: string) =>
      (await bench.api('GET', `/timeline/${kind}`)).json[kind].find(
        (one: Json) => one.name === name,
      );
    const source = await find('sources', 'Rollerdoor');
    const template = await find('templates', 'Document posted');
    const [contact] = (await bench.api('GET', '/contacts')).json.contacts;
    const body = {
      source: { id: source.id },
      template: { id: template.id },
      contact: { id: contact.id },
      external: { id: 'x1', url: 'https://ledger.example/x1' },
      variables: { document_number: 'N-1' },
    };
    return { bench, body };
  };

  it('are created, changed and listed under the key event', async () => {
    const { bench, body } = await setUp();
    const created = await bench.api('POST', '/timeline/events', { body });
    expect(created.status).toBe(201);
    expect(created.json.event).toMatchObject({ external: { id: 'x1' }, invoice: null });
    const path = `/timeline/events/${created.json.event.id}`;
    const changed = await bench.api('PATCH', path, { body: { description: 'd' } });
    expect(changed.json.event).toMatchObject({ description: 'd', contact: body.contact });
    const { json } = await bench.api('GET', '/timeline/events');
    expect(json.events).toHaveLength(1);
  });

  it('need the resource of every predefined variable, not the custom ones', async () => {
    const { bench, body } = await setUp();
    const { contact: _contact, ...without } = body;
    const refused = await bench.api('POST', '/timeline/events', { body: without });
    expect([refused.status, refused.json.error.details[0].pointer]).toEqual([422, '/contact']);
    const bare = { ...body, variables: {} };
    expect((await bench.api('POST', '/timeline/events', { body: bare })).status).toBe(201);
  });

  it.each([
    ['source', { source: { id: 'tsrc_x' } }, '/source/id'],
    ['template', { template: { id: 'aetpl_x' } }, '/template/id'],
    ['invoice', { invoice: { id: 'inv_x' } }, '/invoice/id'],
  ])('refuse an unknown %s', async (_title, change, pointer) => {
    const { bench, body } = await setUp();
    const answer = await bench.api('POST', '/timeline/events', { body: { ...body, ...change } });
    expect(answer.json.error.details[0].pointer).toBe(pointer);
  });
});
