import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateStack, press, startPrivateStack } from '../support/connected-stack.ts';
import { connectByKeyboard, createLink } from './connect-in-browser.ts';
import { type Inspector, openInspector } from './inspect-page.ts';
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
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

const health = (page: Page) => page.locator('#health').innerText();
const save = (page: Page) => page.getByRole('button', { name: 'Save settings' }).click();

describe('the settings in a browser without JavaScript', () => {
  it('go from what nobody has chosen to healthy, and keep what does not fit on the page', async () => {
    const { page } = visit;
    await press(stack.sandboxes.stora.url, 'month-end-run', { count: 5 });
    await connectByKeyboard(page, await createLink(stack));
    await page.goto(`${stack.portalUrl}/settings`);
    expect(await health(page)).toBe('Not healthy');
    await inspector.inspect(page, 'settings-not-healthy');

    await page.getByLabel('Account for BOXES').selectOption('200');
    await page.locator('#documents summary').click();
    await page.getByLabel('Days until invoices are due').fill('400');
    await save(page);
    expect(await page.getByRole('alert').innerText()).toContain('one entry does not fit');
    expect(await page.getByLabel('Account for BOXES').inputValue()).toBe('200');
    await inspector.inspect(page, 'settings-error');

    await page.getByLabel('Days until invoices are due').fill('14');
    await save(page);

    expect(await health(page)).toBe('Healthy');
    expect(await page.locator('section:has(#history)').innerText()).toContain(
      'Account for BOXES: 200',
    );
    for (const summary of await page.locator('details > summary').all()) await summary.click();
    await inspector.inspect(page, 'settings-healthy');
    expect(await stack.rollerdoor('settings', 'check', 'acorn')).toBe('healthy');
    expect(visit.complaints).toEqual([]);
  });
});
