import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { connectOperator, press, stateOf } from '../support/connected-stack.ts';
import { newLink } from './connect-in-browser.ts';
import { pressByKeyboard } from './keyboard.ts';
import { useVisitedStack, type VisitedStack } from './visited-stack.ts';

let stack: VisitedStack['stack'];
let inspector: VisitedStack['inspector'];
let visit: VisitedStack['visit'];

useVisitedStack(async (opened) => {
  ({ stack, inspector, visit } = opened);
  await connectOperator(stack, 'acorn', 'Acorn Self Storage');
});

async function numberOf(at: number): Promise<{ id: string; number: string }> {
  const { invoices } = await stateOf(stack.sandboxes.stora.url);
  return invoices.at(at);
}

/** Searches as a person does, from the overview, and opens what was found. */
async function open(page: Page, number: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.goto(`${stack.portalUrl}/status`);
      await page.getByLabel(/^Find a document by number/).fill(number);
      await pressByKeyboard(page, 'Search');
      expect(await page.getByRole('main').innerText()).toContain(number);
    },
    { timeout: 60_000, interval: 500 },
  );
  await page.getByRole('link', { name: number, exact: true }).click();
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();

describe('a support engineer who is asked why an invoice is not in the books', () => {
  it('finds it by its number and reads the answer, both sides and what happened', async () => {
    const { page } = visit;
    await press(stack.sandboxes.stora.url, 'month-end-run', { count: 2 });
    await page.goto(await newLink(stack, 'acorn'));
    await pressByKeyboard(page, 'Continue');
    const { number, id } = await numberOf(0);
    await open(page, number);

    expect(await heading(page)).toBe(`Invoice ${number} is in Xero, and both sides say the same.`);
    expect(page.url()).toContain(id);
    await page.getByText(/^Its (\d+ )?lines?$/).click();
    await inspector.inspect(page, 'explain-in-step');
    expect(await stack.rollerdoor('explain', 'acorn', number)).toMatch(/both sides say the same\./);
  });

  it('reads the cause and the remedy of one that waits, and has it sent again', async () => {
    const { page } = visit;
    await press(stack.sandboxes.xero.url, 'archive-account', { code: '200' });
    const { invoices } = await stateOf(stack.sandboxes.stora.url);
    const rented = { contactId: invoices[0].contact.id, accountingCode: '200' };
    await press(stack.sandboxes.stora.url, 'special-invoice', rented);
    const { number } = await numberOf(-1);
    await open(page, number);

    expect(await heading(page)).toBe(
      `Invoice ${number} is not in Xero: the account 200 is archived.`,
    );
    await inspector.inspect(page, 'explain-waits');
    await press(stack.sandboxes.xero.url, 'restore-account', { code: '200' });
    await pressByKeyboard(page, `Send it again: Invoice ${number}`);
    expect(await page.getByRole('status').innerText()).toContain('It is being tried again');
    await vi.waitFor(
      async () => {
        await page.reload();
        expect(await heading(page)).toContain('both sides say the same');
      },
      { timeout: 60_000, interval: 500 },
    );
  });

  it('sees what somebody edited in the books beside what was sent', async () => {
    const { page } = visit;
    const { number } = await numberOf(0);
    await press(stack.sandboxes.xero.url, 'edit-invoice', { number, amount: '1.00' });
    await open(page, number);

    expect(await page.getByRole('main').innerText()).toContain('differs');
    await inspector.inspect(page, 'explain-differs');
    await page.goto(`${stack.portalUrl}/documents?q=NOWHERE-1`);
    await page.getByRole('link', { name: 'Ask Stora and Xero for it' }).click();
    expect(await page.getByRole('main').innerText()).toContain('Nothing is called');
    await inspector.inspect(page, 'explain-nothing');
    expect(visit.complaints).toEqual([]);
    expect(visit.foreignRequests).toEqual([]);
  });
});
