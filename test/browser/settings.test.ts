import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { press, stateOf } from '../support/connected-stack.ts';
import { connectByKeyboard, createLink } from './connect-in-browser.ts';
import { followByKeyboard, pressByKeyboard } from './keyboard.ts';
import { useVisitedStack, type VisitedStack } from './visited-stack.ts';

let stack: VisitedStack['stack'];
let inspector: VisitedStack['inspector'];
let visit: VisitedStack['visit'];

useVisitedStack((opened) => {
  ({ stack, inspector, visit } = opened);
});

/** Of before the connection: three pages of the source's list. */
const earlier = 220;

const health = (page: Page) => page.locator('#health').innerText();
const save = (page: Page) => page.getByRole('button', { name: 'Save settings' }).click();

describe('the settings in a browser without JavaScript', () => {
  it('go from what nobody has chosen to healthy, and keep what does not fit on the page', async () => {
    const { page } = visit;
    await press(stack.sandboxes.stora.url, 'month-end-run', { count: earlier });
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

describe('documents of before the connection', () => {
  it('are begun on their page, paused, and watched to their end', async () => {
    const { page } = visit;
    await page.goto(`${stack.portalUrl}/backfill`);
    expect(page.url()).toBe(`${stack.portalUrl}/backfill/xero`);
    expect(await page.getByRole('main').innerText()).toContain(`${earlier} invoices`);
    await inspector.inspect(page, 'backfill-none');
    await pressByKeyboard(page, 'Send earlier documents');
    await pressByKeyboard(page, 'Pause');
    expect(await page.getByRole('status').innerText()).toBe('Paused.');
    await inspector.inspect(page, 'backfill-paused');
    await page.goto(`${stack.portalUrl}/status`);
    await inspector.inspect(page, 'status-backfill-paused');
    await followByKeyboard(page, 'Look at earlier documents');
    const shares = new Set([await shareOn(page)]);

    await pressByKeyboard(page, 'Go on');
    await untilEnd(page, shares);

    // It moved on, and never back.
    expect(shares.size).toBeGreaterThan(1);
    expect([...shares]).toEqual([...shares].toSorted((left, right) => left - right));
    expect(await tiles(page)).toMatchObject({ Found: `${earlier}`, Sent: `${earlier}` });
    // What was missed before it was connected is there now.
    expect(await page.getByRole('main').innerText()).not.toContain('while a side was off');
    await inspector.inspect(page, 'backfill-done');
    expect((await stateOf(stack.sandboxes.xero.url)).invoices).toHaveLength(earlier);
    expect(visit.complaints).toEqual([]);
    expect(visit.foreignRequests).toEqual([]);
  });
});

const bar = (page: Page) => page.getByRole('progressbar', { name: 'How much is done' });

async function shareOn(page: Page): Promise<number> {
  return Number(await bar(page).getAttribute('value'));
}

/** Looks at the page again and again, and takes down how far it says the run is; once on the way it is inspected. */
async function untilEnd(page: Page, shares: Set<number>): Promise<void> {
  let isInspected = false;
  await vi.waitFor(
    async () => {
      await page.goto(`${stack.portalUrl}/backfill/xero`);
      if ((await bar(page).count()) > 0) shares.add(await shareOn(page));
      if (shares.size === 2 && !isInspected) {
        isInspected = true;
        await inspector.inspect(page, 'backfill-on-its-way');
      }
      expect(await page.getByRole('main').innerText()).toContain('Everything of that time is in');
    },
    { timeout: 60_000, interval: 100 },
  );
}

/** The figures of the page, by what they count. */
async function tiles(page: Page): Promise<Record<string, string>> {
  const shown = await page.locator('[aria-label=Documents] > *').all();
  const texts = await Promise.all(shown.map((tile) => tile.innerText()));
  return Object.fromEntries(
    texts.map((text) => {
      const [what = '', figure = ''] = text.split('\n').filter(Boolean);
      return [what, figure];
    }),
  );
}
