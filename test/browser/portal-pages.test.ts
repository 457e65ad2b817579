import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAccess } from '../../infra/cli/open-access.ts';
import { createHostedLink } from '../../shared/application/connect/hosted-links.ts';
import { anIssue } from '../builders/an-issue.ts';
import { type PrivateStack, press, startPrivateStack } from '../support/connected-stack.ts';
import {
  allowStora,
  allowXero,
  connectedCards,
  createLink,
  newLink,
  showDetails,
} from './connect-in-browser.ts';
import { type Inspector, openInspector } from './inspect-page.ts';
import { pressByKeyboard, tabTo } from './keyboard.ts';
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
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

beforeEach(async () => {
  visit = await openWatchedPage(browser);
});

/** Holds for every page that a test came by: nothing blocked or broken, nobody else asked. */
afterEach(async () => {
  await visit.close();
  expect(visit.complaints).toEqual([]);
  expect(visit.foreignRequests).toEqual([]);
});

/** Whatever the navigation leads to, and the parts that all of it is made of. */
const pagesOfAVisit = [
  ...['documents', 'issues', 'differences', 'activity?each=yes', 'connections', 'settings'],
  ...['preview', 'adoption', 'backfill', 'people', 'parts'],
];

/** Adds an operator and starts a visit of its page. */
async function visitAs(operatorId: string): Promise<Page> {
  const { page } = visit;
  await page.goto(await createLink(stack, { id: operatorId, name: 'Acorn Self Storage' }));
  await pressByKeyboard(page, 'Continue');
  return page;
}

/** Waits until the status page says so; it does not refresh itself. */
async function untilStatusSays(page: Page, words: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.goto(`${stack.portalUrl}/status`);
      expect(await page.getByRole('main').innerText()).toContain(words);
    },
    { timeout: 60_000, interval: 500 },
  );
}

describe('an operator in a browser without JavaScript', () => {
  it('connects with the keyboard alone, and every page on the way is accessible', async () => {
    const { page } = visit;
    await page.goto(await createLink(stack));
    await inspector.inspect(page, 'link');
    await pressByKeyboard(page, 'Continue');
    await inspector.inspect(page, 'status-not-connected');
    await pressByKeyboard(page, 'Connect Stora');
    await inspector.inspect(page, 'stora-consent');
    await allowStora(page);
    await inspector.inspect(page, 'status-one-connected');
    await pressByKeyboard(page, 'Connect Xero');
    await inspector.inspect(page, 'xero-consent');
    await allowXero(page);

    expect(page.url()).toBe(`${stack.portalUrl}/status?connected=xero`);
    expect(await page.getByRole('status').innerText()).toContain('Xero is connected with');
    expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
    await inspector.inspect(page, 'status-connected');
    for (const path of pagesOfAVisit) {
      await page.goto(`${stack.portalUrl}/${path}`);
      await inspector.inspect(page, path.replaceAll(/[/?=]/g, '-'));
    }
  });

  it('keeps the visit in a cookie that only this host can read and set', async () => {
    const page = await visitAs('cookies');

    const cookies = await page.context().cookies();
    expect(cookies).toEqual([
      expect.objectContaining({
        name: '__Host-rollerdoor',
        domain: '127.0.0.1',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
      }),
    ]);
    await page.goto(stack.portalUrl);
    expect(page.url()).toBe(`${stack.portalUrl}/status`);
  });

  it('reads what needs attention and what helps, and tries again after the remedy', async () => {
    const { page } = visit;
    await page.goto(await newLink(stack, 'acorn'));
    await pressByKeyboard(page, 'Continue');
    await press(stack.sandboxes.xero.url, 'archive-account', { code: '200' });
    await press(stack.sandboxes.stora.url, 'month-end-run', { count: 1 });

    await untilStatusSays(page, 'What helps:');

    await inspector.inspect(page, 'status-issue');
    await inspectSandboxes(page);
    await press(stack.sandboxes.xero.url, 'restore-account', { code: '200' });
    await pressByKeyboard(page, 'Try again: The account 200 is archived.');
    expect(await page.getByRole('status').innerText()).toContain('It is being tried again');
    await inspector.inspect(page, 'tried-again');
    await untilStatusSays(page, 'All in step with Xero');
  });

  it('is asked twice before another company is connected', async () => {
    const { page } = visit;
    await page.goto(await newLink(stack, 'acorn'));
    await pressByKeyboard(page, 'Continue');
    await showDetails(page, 'stora');
    await pressByKeyboard(page, 'Reconnect Stora');
    await page.getByLabel('Operator who signs in').selectOption('harbour');
    await pressByKeyboard(page, 'Authorize');

    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      'Another company was chosen',
    );
    await inspector.inspect(page, 'other-company');
  });

  it('sees that access was withdrawn in Stora', async () => {
    const { page } = visit;
    await page.goto(await newLink(stack, 'acorn'));
    await pressByKeyboard(page, 'Continue');
    const { clientId } = stack.sandboxes.stora.client;
    await press(stack.sandboxes.stora.url, 'revoke-access', { clientId });
    await press(stack.sandboxes.stora.url, 'month-end-run', { count: 1 });

    await untilStatusSays(page, 'Reconnect needed');

    await inspector.inspect(page, 'status-reconnect');
    await pressByKeyboard(page, 'Reconnect Stora');
    await allowStora(page);
    expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
  });
});

describe('lists that are longer than a page', () => {
  it('lead on by plain links, and their later pages are accessible', async () => {
    const page = await visitAs('long');
    await raiseAndNote('long', 102);

    await page.goto(`${stack.portalUrl}/issues/xero/account_missing`);
    await follow(page, 'More documents');
    await follow(page, 'More documents');
    expect(await page.getByRole('button', { name: /^Try again: Invoice/ }).count()).toBe(2);
    await inspector.inspect(page, 'issues-second-page');
    await follow(page, 'Overview');
    await follow(page, 'All activity');
    // What belongs together is one line, so that only the single steps fill more than a page.
    await page.getByLabel('Every single step').check();
    await pressByKeyboard(page, 'Show');
    await follow(page, 'Earlier activity');
    expect(page.url()).toMatch(/\/activity\?each=yes&after=/);
    await inspector.inspect(page, 'activity-second-page');
  });
});

describe('consent that is not given', () => {
  it.each([
    { provider: 'Stora', refusal: 'Deny' },
    { provider: 'Xero', refusal: 'Cancel' },
  ])('leaves $provider unconnected and shows the way back', async ({ provider, refusal }) => {
    const operatorId = `denied-${provider.toLowerCase()}`;
    const page = await visitAs(operatorId);
    await page.goto(`${stack.portalUrl}/connections`);
    await pressByKeyboard(page, `Connect ${provider}`);
    await pressByKeyboard(page, refusal);

    const title = await page.getByRole('heading', { level: 1 }).innerText();
    expect(title).toBe('Permission was not given');
    await inspector.inspect(page, operatorId);
    const back = page.getByRole('link', { name: 'Go to your connections' });
    await tabTo(page, back);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    expect(await connectedCards(page)).toEqual(['Not connected', 'Not connected']);
  });
});

describe('an address that leads nowhere', () => {
  it.each([
    { what: 'home', path: () => '/', status: 200, title: 'Welcome' },
    { what: 'not-found', path: () => '/nowhere', status: 404, title: 'Page not found' },
    { what: 'visit-over', path: () => '/status', status: 401, title: 'Your visit has ended' },
    { what: 'link-expired', path: expiredLink, status: 410, title: 'This link has expired' },
    { what: 'link-garbled', path: garbledLink, status: 404, title: 'This link is not valid' },
    {
      what: 'callback-alone',
      path: () => '/callback/xero',
      status: 400,
      title: 'This page cannot be opened directly',
    },
  ])('says so and what to do: $what', async ({ what, path, status, title }) => {
    const { page } = visit;
    const response = await page.goto(new URL(await path(), stack.portalUrl).href);

    expect(response?.status()).toBe(status);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
    await inspector.inspect(page, what);
  });
});

/** Follows a link and waits for the page it leads to. */
async function follow(page: Page, name: string): Promise<void> {
  const link = page.getByRole('link', { name, exact: true });
  await Promise.all([page.waitForEvent('load'), link.click()]);
}

/** What the command has, inside this process. */
function accessToStack() {
  const stackFile = join(stack.file.logDirectory, '..', 'stack.json');
  return openAccess({ stage: 'local' }, { ROLLERDOOR_STACK_FILE: stackFile });
}

/** So many records that need attention, and as many activities. */
async function raiseAndNote(operatorId: string, count: number): Promise<void> {
  const { issues, activities } = accessToStack();
  const raise = async (number: number) => {
    const sourceId = `inv_${number}`;
    const { raisedAt: _, times: _times, ...issue } = anIssue({ operatorId, sourceId });
    await issues.raise({ ...issue, label: `LONG-${number}` });
    const at = new Date(Date.now() - number * 60_000).toISOString();
    const made = { operatorId, activityId: `note-${number}`, at, actor: 'rollerdoor' };
    const detail = { provider: 'xero' };
    await activities.append({ ...made, type: 'connection.connected', detail });
  };
  await Promise.all(Array.from({ length: count }, (_, at) => raise(at + 1)));
}

/** A link as it was created eight days ago; links are good for seven at most. */
async function expiredLink(): Promise<string> {
  await stack.rollerdoor('operator', 'add', 'late', 'Late Storage', '--switch-on');
  const access = accessToStack();
  const clock = { ...access.clock, nowEpochMs: () => Date.now() - 8 * 86_400_000 };
  const wish = { operatorId: 'late', days: 7, actor: 'partner' };
  return (await createHostedLink({ ...access, clock }, wish)).url;
}

async function garbledLink(): Promise<string> {
  return (await createLink(stack, { id: 'garbled', name: 'Garbled Storage' })).slice(0, -5);
}

/** The simulated vendors' own pages, for whoever tries the product out. */
async function inspectSandboxes(page: Page): Promise<void> {
  const pages = {
    'stora-control': `${stack.sandboxes.stora.url}/control/acorn`,
    'stora-invoices': `${stack.sandboxes.stora.url}/control/acorn/invoices`,
    'stora-webhooks': `${stack.sandboxes.stora.url}/control/acorn/webhooks`,
    'xero-control': `${stack.sandboxes.xero.url}/control/acorn`,
    'stora-simulates': `${stack.sandboxes.stora.url}/control/simulates`,
    'xero-simulates': `${stack.sandboxes.xero.url}/control/simulates`,
  };
  for (const [name, url] of Object.entries(pages)) {
    await page.goto(url);
    await inspector.inspect(page, name);
  }
  await page.goto(`${stack.portalUrl}/status`);
}
