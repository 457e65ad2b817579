import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PrivateStack, press, startPrivateStack } from '../support/connected-stack.ts';
import { acorn, newLink } from './connect-in-browser.ts';
import { type Inspector, openInspector } from './inspect-page.ts';
import { openChromium } from './open-chromium.ts';
import { openWatchedPage } from './watched-page.ts';

/** From the hosted link to healthy settings and documents that go by themselves. */
const clicksAtMost = 12;

let stack: PrivateStack;
let browser: Browser;
let inspector: Inspector;

beforeAll(async () => {
  browser = await openChromium();
  stack = await startPrivateStack({ liftCaps: true });
  inspector = await openInspector(browser);
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** Clicks as a person does, and counts it. */
function openMouse(page: Page) {
  let clicks = 0;
  const click = async (target: Locator) => {
    clicks += 1;
    await target.click();
  };
  return {
    clicks: () => clicks,
    tick: click,
    /** Opens the list, and picks from it. */
    choose: async (list: Locator, value: string) => {
      clicks += 2;
      await list.selectOption(value);
    },
    go: async (role: 'button' | 'link', name: string) => {
      const target = page.getByRole(role, { name, exact: true });
      await Promise.all([page.waitForEvent('load'), click(target)]);
    },
  };
}

describe('the way from a hosted link to a healthy connection that is switched on', () => {
  it(`takes at most ${clicksAtMost} clicks with the sample company`, async () => {
    const { page, complaints, foreignRequests } = await openWatchedPage(browser);
    const mouse = openMouse(page);
    await stack.rollerdoor('operator', 'add', acorn.id, acorn.name);
    await page.goto(await newLink(stack, acorn.id));

    await mouse.go('button', 'Continue');
    await inspector.inspect(page, 'first-run-1');
    await mouse.go('button', 'Connect Stora');
    await mouse.go('button', 'Authorize');
    await inspector.inspect(page, 'first-run-2');
    await mouse.go('button', 'Connect Xero');
    await mouse.tick(page.getByLabel('Acorn'));
    await mouse.go('button', await page.locator('button[value=approve]').innerText());
    await inspector.inspect(page, 'first-run-3');
    await mouse.go('link', 'Look at the settings');
    expect(await page.locator('#health').innerText()).toBe('Not healthy');
    // Sold in the sample company, and in no chart of accounts.
    await mouse.choose(page.getByLabel('Account for BOXES'), '200');
    await mouse.go('button', 'Save settings');
    expect(await page.locator('#health').innerText()).toBe('Healthy');
    await inspector.inspect(page, 'first-run-saved');
    await mouse.go('link', 'See the preview');
    // It reads on by itself.
    const switchOn = page.getByRole('button', { name: 'Switch on', exact: true });
    await switchOn.waitFor({ timeout: 60_000 });
    await mouse.go('button', 'Switch on');
    const clicks = mouse.clicks();
    await inspector.inspect(page, 'first-run-switched-on');

    process.stdout.write(`from the hosted link to healthy and switched on: ${clicks} clicks\n`);
    expect(clicks).toBeLessThanOrEqual(clicksAtMost);
    expect(await stack.rollerdoor('settings', 'check', acorn.id)).toBe('healthy');
    await press(stack.sandboxes.stora.url, 'month-end-run', { count: 1 });
    await untilOverviewSays(page, 'All in step with Xero');
    await inspector.inspect(page, 'first-run-done');
    await findByNumber(page);
    expect({ complaints, foreignRequests }).toEqual({ complaints: [], foreignRequests: [] });
  });
});

async function untilOverviewSays(page: Page, words: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.goto(`${stack.portalUrl}/status`);
      const said = await page.getByRole('main').innerText();
      expect(said).toContain(words);
      expect(said).toContain('1 of 1, to the penny');
    },
    { timeout: 60_000, interval: 500 },
  );
}

/** Looks the invoice up, and finds both sides of it. */
async function findByNumber(page: Page): Promise<void> {
  await page.goto(`${stack.portalUrl}/documents`);
  await page.getByLabel('Number, customer, site or amount').fill('acorn-0001');
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: 'Search', exact: true }).click(),
  ]);
  expect(await page.getByRole('rowheader').locator('strong').allInnerTexts()).toEqual([
    'ACORN-0001',
  ]);
  await inspector.inspect(page, 'documents-found');
}
