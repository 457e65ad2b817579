import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { press, stateOf } from '../support/connected-stack.ts';
import { acorn, allowStora, allowXero, newLink } from './connect-in-browser.ts';
import { followByKeyboard, pressByKeyboard } from './keyboard.ts';
import { useVisitedStack, type VisitedStack } from './visited-stack.ts';

let stack: VisitedStack['stack'];
let inspector: VisitedStack['inspector'];
let visit: VisitedStack['visit'];

useVisitedStack((opened) => {
  ({ stack, inspector, visit } = opened);
});

/** Today's invoices, one imported before with a slip in its total, and one whose account nobody knows. */
async function booksFromBefore(): Promise<void> {
  const { stora, xero } = stack.sandboxes;
  await press(stora.url, 'month-end-run', { count: 4 });
  const { contacts, invoices } = await stateOf(stora.url);
  await press(stora.url, 'special-invoice', { contactId: contacts[0].id, accountingCode: '999' });
  const [equal, slip] = invoices;
  const day = new Date().toISOString().slice(0, 10);
  const nameOf = (id: string) =>
    contacts.find((one: { id: string; full_name: string }) => one.id === id)?.full_name;
  const row = (one: typeof equal, moreMinor: number) =>
    [
      one.number,
      nameOf(one.contact.id),
      day,
      ((one.total.amount + moreMinor) / 100).toFixed(2),
      (one.tax.amount / 100).toFixed(2),
      '',
    ].join(';');
  await press(xero.url, 'import', {
    contacts: [equal, slip].map((one) => `${nameOf(one.contact.id)};`).join('\n'),
    invoices: [row(equal, 0), row(slip, 100)].join('\n'),
  });
}

async function connect(page: Page): Promise<void> {
  await stack.rollerdoor('operator', 'add', acorn.id, acorn.name);
  await page.goto(await newLink(stack, acorn.id));
  await pressByKeyboard(page, 'Continue');
  await pressByKeyboard(page, 'Connect Stora');
  await allowStora(page);
  await pressByKeyboard(page, 'Connect Xero');
  await allowXero(page);
}

/** The page asks again by itself; a test need not wait for that. */
async function untilRead(page: Page, path: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.goto(`${stack.portalUrl}${path}`);
      expect(await page.getByRole('main').innerText()).not.toContain('goes on by itself');
    },
    { timeout: 60_000, interval: 1_000 },
  );
}

async function inXero(): Promise<number> {
  return (await stateOf(stack.sandboxes.xero.url)).invoices.length;
}

describe('an operator who has connected and not switched on yet', () => {
  it('sees what would be sent and what is there, switches on, and off again', async () => {
    const { page } = visit;
    await booksFromBefore();
    await connect(page);
    await inspector.inspect(page, 'status-switched-off');
    expect(await page.getByRole('main').innerText()).toContain('not switched on yet');

    await untilRead(page, '/preview/xero');
    const shown = await page.getByRole('main').innerText();
    expect(shown).toContain('is not in the chart of accounts');
    expect(shown).toContain('Its number is in Xero for something else');
    expect(shown).toContain('Together');
    await inspector.inspect(page, 'preview');
    await untilRead(page, '/adoption/xero');
    expect(await page.getByRole('main').innerText()).toContain('total');
    await inspector.inspect(page, 'adoption');
    expect(await inXero()).toBe(2);

    await untilRead(page, '/preview/xero');
    await pressByKeyboard(page, 'Switch on');
    expect(await page.getByRole('main').innerText()).toContain('Switched on:');
    await press(stack.sandboxes.stora.url, 'month-end-run', { count: 2 });
    await vi.waitFor(async () => expect(await inXero()).toBeGreaterThanOrEqual(4), {
      timeout: 90_000,
      interval: 1_000,
    });

    await followByKeyboard(page, 'Switch off');
    await inspector.inspect(page, 'switch-off');
    await pressByKeyboard(page, 'Switch off');
    expect(await page.getByRole('main').innerText()).toContain('Switched off:');
    expect(visit.complaints).toEqual([]);
    expect(visit.foreignRequests).toEqual([]);
  }, 300_000);
});
