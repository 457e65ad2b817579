import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  connectOperator,
  type PrivateStack,
  press,
  startPrivateStack,
  stateOf,
} from '../support/connected-stack.ts';
import { newLink } from './connect-in-browser.ts';
import { type Inspector, openInspector } from './inspect-page.ts';
import { pressByKeyboard } from './keyboard.ts';
import { openChromium } from './open-chromium.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

let stack: PrivateStack;
let browser: Browser;
let inspector: Inspector;
let visit: WatchedPage;

beforeAll(async () => {
  browser = await openChromium();
  stack = await startPrivateStack({ liftCaps: true });
  inspector = await openInspector(browser);
  visit = await openWatchedPage(browser);
  await connectOperator(stack, 'acorn', 'Acorn Self Storage');
});

afterAll(async () => {
  await visit?.close();
  await browser?.close();
  await stack?.stop();
});

/** Two invoices with a code that the books do not know, and one that waits for its account. */
async function raiseTrouble(): Promise<void> {
  const { stora } = stack.sandboxes;
  await press(stora.url, 'month-end-run', { count: 1 });
  const [invoice] = (await stateOf(stora.url)).invoices;
  for (const _invoice of [1, 2])
    await press(stora.url, 'special-invoice', {
      contactId: invoice.contact.id,
      accountingCode: 'RENT',
    });
}

async function untilPageSays(page: Page, path: string, words: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.goto(`${stack.portalUrl}${path}`);
      expect(await page.getByRole('main').innerText()).toContain(words);
    },
    { timeout: 60_000, interval: 500 },
  );
}

describe('a bookkeeper at the list of what needs a person', () => {
  it('chooses an account for a code, and everything that waited for it goes', async () => {
    const { page } = visit;
    await raiseTrouble();
    await page.goto(await newLink(stack, 'acorn'));
    await pressByKeyboard(page, 'Continue');
    await untilPageSays(page, '/issues', '2 records');
    await inspector.inspect(page, 'issues');
    await page.getByRole('link', { name: 'The account code RENT is not in the chart' }).click();
    await inspector.inspect(page, 'issues-of-a-cause');

    await page.getByRole('link', { name: 'Choose another account' }).click();
    await inspector.inspect(page, 'choose-account');
    await page.getByLabel('Account in Xero for lines with the code RENT').selectOption('200');
    await pressByKeyboard(page, 'Use it from now on, and send what waits');

    expect(await page.getByRole('status').innerText()).toContain('2 records are being tried again');
    await untilPageSays(page, '/issues', 'Nothing needs you');
    expect((await stateOf(stack.sandboxes.xero.url)).invoices).toHaveLength(3);
  });

  it('leaves a record as it is with a reason, and puts it back', async () => {
    const { page } = visit;
    await press(stack.sandboxes.xero.url, 'archive-account', { code: '200' });
    const { stora } = stack.sandboxes;
    const [invoice] = (await stateOf(stora.url)).invoices;
    const rented = { contactId: invoice.contact.id, accountingCode: '200' };
    await press(stora.url, 'special-invoice', rented);
    await untilPageSays(page, '/issues', 'is archived');
    await page.getByRole('link', { name: /is archived/ }).click();

    await page.getByText('Leave it as it is').click();
    await page.getByLabel('Why?').fill('Entered by hand in Xero.');
    await inspector.inspect(page, 'leave-as-it-is');
    await page.getByRole('button', { name: /^Leave as it is/ }).click();

    expect(await page.getByRole('status').innerText()).toContain('It is left as it is');
    await inspector.inspect(page, 'left-as-it-is');
    await page.getByText('One record', { exact: true }).click();
    await page.getByRole('button', { name: /^Put it back on the list/ }).click();
    expect(await page.getByRole('main').innerText()).toContain('is archived');
    expect(visit.complaints).toEqual([]);
    expect(visit.foreignRequests).toEqual([]);
  });
});
