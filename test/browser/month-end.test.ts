import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  isQuiet,
  type PrivateStack,
  startPrivateStack,
  stateOf,
} from '../support/connected-stack.ts';
import { expectSameBooks } from '../support/same-books.ts';
import { connectByKeyboard, createLink } from './connect-in-browser.ts';
import { openInspector } from './inspect-page.ts';
import { openChromium } from './open-chromium.ts';
import { openWatchedPage } from './watched-page.ts';

/** Some 320 calls to write back at 60 a minute take 5 to 6 minutes; the rest is for a busy machine. */
const patienceMs = 660_000;

let stack: PrivateStack;
let browser: Browser;

beforeAll(async () => {
  stack = await startPrivateStack();
  browser = await openChromium();
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

describe("a month-end run pressed in the browser, with Stora's and Xero's own caps", () => {
  it('puts 200 equal invoices into Xero and all notes into Stora without one 429', async () => {
    const { page, complaints, foreignRequests } = await openWatchedPage(browser);
    await connectByKeyboard(page, await createLink(stack));
    await page.goto(`${stack.sandboxes.stora.url}/control/acorn`);
    await page.getByLabel('Invoices', { exact: true }).fill('200');
    await page.getByRole('button', { name: 'Month-end run' }).click();
    expect(await page.getByRole('status').innerText()).toBe('200 invoices raised');
    const startedAtMs = performance.now();

    await untilEverythingIsDone(200);

    const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
    console.log(`200 invoices posted and written back in ${seconds} s under the vendors' caps`);
    const [source, ledger] = [
      await stateOf(stack.sandboxes.stora.url),
      await stateOf(stack.sandboxes.xero.url),
    ];
    expectSameBooks(source, ledger);
    expect(refusedByStora(source.requestCounts)).toEqual([]);
    expect(Object.keys(ledger.requests).filter((label) => label.includes('429'))).toEqual([]);
    const status = JSON.parse(await stack.rollerdoor('status', 'acorn', '--json'));
    expect(status.issues).toEqual([]);
    await takePictures(page);
    expect({ complaints, foreignRequests }).toEqual({ complaints: [], foreignRequests: [] });
  });
});

/** Every event is delivered, every document is there, and no queue holds anything. */
async function untilEverythingIsDone(invoices: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [source, ledger] = [
        await stateOf(stack.sandboxes.stora.url),
        await stateOf(stack.sandboxes.xero.url),
      ];
      expect(source.deliverySummary.pending).toBe(0);
      expect(ledger.invoices).toHaveLength(invoices);
      expect(await isQuiet(stack)).toBe(true);
    },
    { timeout: patienceMs, interval: 1_000 },
  );
}

/** What the operator and the bookkeeper see afterwards. */
async function takePictures(page: Page): Promise<void> {
  const inspector = await openInspector(browser);
  await page.goto(`${stack.portalUrl}/status`);
  await inspector.inspect(page, 'month-end-status');
  await page.goto(`${stack.sandboxes.xero.url}/control/acorn`);
  await inspector.inspect(page, 'month-end-xero');
}

/** Routes of the simulated Stora that answered 429. */
function refusedByStora(counts: Record<string, { byStatus: Record<string, number> }>): string[] {
  return Object.entries(counts)
    .filter(([, { byStatus }]) => '429' in byStatus)
    .map(([route, { byStatus }]) => `${route}: ${byStatus['429']} times`);
}
