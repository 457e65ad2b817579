import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PrivateStack, startPrivateStack } from '../support/connected-stack.ts';
import { acorn, allowXero, connectedCards, createLink, harbour } from './connect-in-browser.ts';
import { type Inspector, openInspector } from './inspect-page.ts';
import { followByKeyboard, pressByKeyboard, tabTo } from './keyboard.ts';
import { openChromium } from './open-chromium.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

let stack: PrivateStack;
let browser: Browser;
let inspector: Inspector;
let visit: WatchedPage;

beforeAll(async () => {
  browser = await openChromium();
  inspector = await openInspector(browser);
});

afterAll(() => browser?.close());

beforeEach(async () => {
  stack = await startPrivateStack({ liftCaps: true });
  visit = await openWatchedPage(browser);
});

/** Holds for every page that a test came by: nothing blocked or broken, nobody else asked. */
afterEach(async () => {
  await visit.close();
  await stack.stop();
  expect(visit.complaints).toEqual([]);
  expect(visit.foreignRequests).toEqual([]);
});

describe('an operator that ticks two organisations at Xero', () => {
  it('says which one is its own, by keyboard, and reads that the other was given back', async () => {
    const page = await atXeroAs(harbour);
    await allowXero(page, 'Acorn', 'Harbour');

    expect(new URL(page.url()).pathname).toBe('/choose/xero');
    expect(await titleOf(page)).toBe('Which company is Harbour Storage?');
    expect(await page.getByLabel('Harbour Storage Ltd').isChecked()).toBe(true);
    await inspector.inspect(page, 'choice');
    expect(await connections()).toEqual({ acorn: 1, harbour: 1 });
    await tabTo(page, page.getByLabel('Harbour Storage Ltd'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await pressByKeyboard(page, 'Connect this company');

    expect(await titleOf(page)).toBe('Xero is connected');
    expect(await mainText(page)).toContain('Access to Acorn Self Storage Ltd was not needed');
    await inspector.inspect(page, 'choice-given-back');
    expect(await connections()).toEqual({ acorn: 0, harbour: 1 });
    await followByKeyboard(page, 'Go to your connections');
    expect(await connectedCards(page)).toEqual(['Not connected', 'Connected']);
  });

  it('may choose none of them', async () => {
    const page = await atXeroAs(acorn);
    await allowXero(page, 'Acorn', 'Harbour');
    await pressByKeyboard(page, 'None of these');

    expect(await titleOf(page)).toBe('Nothing was connected');
    await inspector.inspect(page, 'choice-none');
    expect(await connections()).toEqual({ acorn: 0, harbour: 0 });
  });
});

describe('an organisation that another operator connected', () => {
  it('is not connected again; the page says so and what to do', async () => {
    const page = await atXeroAs(acorn);
    await allowXero(page);
    expect(await connectedCards(page)).toEqual(['Not connected', 'Connected']);
    await page.context().clearCookies();
    await atXeroAs(harbour);
    await allowXero(page, 'Acorn');

    expect(await titleOf(page)).toBe('Already connected with another Rollerdoor account');
    await inspector.inspect(page, 'account-taken');
    expect(await connections()).toEqual({ acorn: 1, harbour: 0 });
    await followByKeyboard(page, 'Go to your connections');
    expect(await connectedCards(page)).toEqual(['Not connected', 'Not connected']);
  });
});

async function atXeroAs(operator: typeof acorn): Promise<Page> {
  const { page } = visit;
  await page.goto(await createLink(stack, operator));
  await pressByKeyboard(page, 'Continue');
  // The overview leads to the source first; here either may be connected.
  await page.goto(new URL('/connections', page.url()).href);
  await pressByKeyboard(page, 'Connect Xero');
  return page;
}

function titleOf(page: Page): Promise<string> {
  return page.getByRole('heading', { level: 1 }).innerText();
}

function mainText(page: Page): Promise<string> {
  return page.getByRole('main').innerText();
}

/** How many connections stand at Xero to each organisation. */
async function connections(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const slug of ['acorn', 'harbour']) {
    const state = await fetch(`${stack.sandboxes.xero.url}/control/api/${slug}/state`);
    counts[slug] = (await state.json()).connections;
  }
  return counts;
}
