import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  connectOperator,
  isQuiet,
  type PrivateStack,
  press,
  startPrivateStack,
} from '../support/connected-stack.ts';
import {
  acorn,
  allowStora,
  allowXero,
  connectByKeyboard,
  connectedCards,
  createLink,
  harbour,
  newLink,
  showDetails,
} from './connect-in-browser.ts';
import { type Inspector, openInspector } from './inspect-page.ts';
import { followByKeyboard, pressByKeyboard } from './keyboard.ts';
import { openChromium } from './open-chromium.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

/** Runs with the real time, and ahead of it once a test has skipped a visibility timeout. */
const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };

let browser: Browser;
let inspector: Inspector;
let stack: PrivateStack;
let visit: WatchedPage;

beforeAll(async () => {
  browser = await openChromium();
  inspector = await openInspector(browser);
});

afterAll(() => browser?.close());

beforeEach(async () => {
  clock.aheadMs = 0;
  stack = await startPrivateStack({ liftCaps: true, clock });
  visit = await openWatchedPage(browser);
});

/** Holds for every page that a test came by: nothing blocked or broken, nobody else asked. */
afterEach(async () => {
  await visit.close();
  await stack.stop();
  expect(visit.complaints).toEqual([]);
  expect(visit.foreignRequests).toEqual([]);
});

describe('reconnecting while connected', () => {
  it('renews both connections, keeps settings, links and history, and ends the old tokens', async () => {
    const { page } = visit;
    await connectByKeyboard(page, await createLink(stack));
    await raiseInvoice(acorn.id);
    await untilPosted({ acorn: 1 });
    await stack.rollerdoor('settings', 'set', acorn.id, 'timeZone', 'Europe/Dublin');
    const before = await everythingStored();

    // Stora asks nobody anew who is signed in there and allowed the same before.
    await showDetails(page, 'stora');
    await pressByKeyboard(page, 'Reconnect Stora');
    expect(page.url()).toBe(`${stack.portalUrl}/status?connected=stora`);
    await showDetails(page, 'xero');
    await pressByKeyboard(page, 'Reconnect Xero');
    await allowXero(page);

    expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
    await inspector.inspect(page, 'life-reconnected');
    const after = await everythingStored();
    expect(after.settings).toEqual(before.settings);
    expect(after.links).toEqual(before.links);
    expect(after.activities).toEqual(expect.arrayContaining(before.activities));
    for (const [provider, since] of Object.entries(before.since)) {
      expect(after.since[provider]?.localeCompare(since)).toBe(1);
    }
    await tend();
    expect(await storaTokens(acorn.id)).toEqual(['revoked', 'alive']);
    await raiseInvoice(acorn.id);
    await untilPosted({ acorn: 2 });
  });
});

describe('choosing another company', () => {
  it('in Stora is asked for twice; until then the first company stays', async () => {
    const page = await visitConnected();
    await showDetails(page, 'stora');
    await pressByKeyboard(page, 'Reconnect Stora');
    await allowStora(page, harbour);

    expect(await titleOf(page)).toBe('Another company was chosen');
    await inspector.inspect(page, 'life-switch-stora');
    await raiseInvoice(harbour.id);
    await raiseInvoice(acorn.id);
    await untilPosted({ acorn: 1 });
    expect((await stateAt(stack.sandboxes.stora.url, harbour.id)).webhookEndpoints).toEqual([]);
    await tend();
    expect(await storaTokens(harbour.id)).toEqual(['revoked']);

    await followByKeyboard(page, 'Go to your connections');
    expect(await companyOf(page, 'stora')).toBe('Acorn Self Storage');
    await showDetails(page, 'stora');
    await pressByKeyboard(page, 'Reconnect Stora');
    await allowStora(page, harbour);
    await pressByKeyboard(page, 'Change to Harbour Storage');
    // What was allowed a moment ago was given back at once, so Stora asks once more.
    await allowStora(page, harbour);

    expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
    expect(await companyOf(page, 'stora')).toBe('Harbour Storage');
    await inspector.inspect(page, 'life-switched-stora');
    await tend();
    expect(await storaTokens(acorn.id)).toEqual(['revoked']);
    expect(await endpointStates(acorn.id)).toEqual(['disabled']);
    expect(await endpointStates(harbour.id)).toEqual(['enabled']);
    await raiseInvoice(acorn.id);
    await raiseInvoice(harbour.id);
    await untilPosted({ acorn: 2 });
    const { invoices } = await stateAt(stack.sandboxes.xero.url, acorn.id);
    const numbers: string[] = invoices.map(({ number }: { number: string }) => number);
    expect(numbers.map((number) => number.split('-')[0])).toEqual(['ACORN', 'HARBOUR']);
  });

  it('in Xero is asked for twice; nothing is posted there before', async () => {
    const page = await visitConnected();
    await raiseInvoice(acorn.id);
    await untilPosted({ acorn: 1, harbour: 0 });
    await showDetails(page, 'xero');
    await pressByKeyboard(page, 'Reconnect Xero');
    await allowXero(page, 'Harbour');

    expect(await titleOf(page)).toBe('Another company was chosen');
    await inspector.inspect(page, 'life-switch-xero');
    await raiseInvoice(acorn.id);
    await untilPosted({ acorn: 2, harbour: 0 });

    await followByKeyboard(page, 'Go to your connections');
    expect(await companyOf(page, 'xero')).toBe('Acorn Self Storage Ltd');
    await showDetails(page, 'xero');
    await pressByKeyboard(page, 'Reconnect Xero');
    await allowXero(page, 'Harbour');
    await pressByKeyboard(page, 'Change to Harbour Storage Ltd');
    await allowXero(page, 'Harbour');

    expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
    expect(await companyOf(page, 'xero')).toBe('Harbour Storage Ltd');
    await inspector.inspect(page, 'life-switched-xero');
    await raiseInvoice(acorn.id);
    await untilPosted({ acorn: 2, harbour: 1 });
  });
});

describe('disconnecting', () => {
  it('is asked for, can be left, is confirmed with the day, and can be undone by connecting', async () => {
    const page = await visitConnected();
    await raiseInvoice(acorn.id);
    await untilPosted({ acorn: 1 });

    await askAndGoBack(page, 'Xero');
    expect((await stateAt(stack.sandboxes.xero.url, acorn.id)).connections).toBe(1);
    await disconnect(page, 'Xero');
    expect((await stateAt(stack.sandboxes.xero.url, acorn.id)).connections).toBe(0);
    await followByKeyboard(page, 'Go to your connections');
    expect(await connectedCards(page)).toEqual(['Connected', 'Not connected']);

    await askAndGoBack(page, 'Stora');
    expect(await storaTokens(acorn.id)).toEqual(['alive']);
    await disconnect(page, 'Stora');
    expect(await storaTokens(acorn.id)).toEqual(['revoked']);
    expect(await endpointStates(acorn.id)).toEqual(['disabled']);
    await followByKeyboard(page, 'Go to your connections');
    expect(await connectedCards(page)).toEqual(['Not connected', 'Not connected']);
    await inspector.inspect(page, 'life-disconnected');

    await pressByKeyboard(page, 'Connect Stora');
    await allowStora(page);
    await pressByKeyboard(page, 'Connect Xero');
    await allowXero(page);
    expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
    await raiseInvoice(acorn.id);
    await untilPosted({ acorn: 2 });
  });

  /** Reads the question and leaves it. */
  async function askAndGoBack(page: Page, provider: string): Promise<void> {
    await showDetails(page, provider.toLowerCase());
    await followByKeyboard(page, `Disconnect ${provider}`);
    expect(await titleOf(page)).toBe(`Disconnect ${provider}?`);
    await inspector.inspect(page, `life-disconnect-${provider.toLowerCase()}`);
    await followByKeyboard(page, `Keep ${provider} connected`);
    const card = page.locator(`[data-provider=${provider.toLowerCase()}] .pill`);
    expect(await card.innerText()).toBe('Connected');
  }

  async function disconnect(page: Page, provider: string): Promise<void> {
    await showDetails(page, provider.toLowerCase());
    await followByKeyboard(page, `Disconnect ${provider}`);
    await pressByKeyboard(page, `Disconnect ${provider}`);
    expect(await titleOf(page)).toBe(`${provider} is disconnected`);
    expect(await page.getByRole('main').innerText()).toMatch(
      /Disconnected on \d{1,2} [A-Z][a-z]{2} \d{4}, \d{2}:\d{2}\./,
    );
    await inspector.inspect(page, `life-gone-${provider.toLowerCase()}`);
  }
});

describe('access that was withdrawn at the provider', () => {
  /** What a dead grant lets a change rest for, and a little. */
  const restMs = 901_000;

  it('in Xero is told at the next use; the waiting invoice arrives after reconnecting', async () => {
    const page = await visitConnected();
    await press(stack.sandboxes.xero.url, 'revoke-access');
    await raiseInvoice(acorn.id);
    await untilCardsSay(page, ['Connected', 'Reconnect needed']);
    await inspector.inspect(page, 'life-dead-xero');
    expect((await stateAt(stack.sandboxes.xero.url, acorn.id)).invoices).toEqual([]);

    await pressByKeyboard(page, 'Reconnect Xero');
    await allowXero(page);

    expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
    endRest();
    await untilPosted({ acorn: 1 });
  });

  it('in Stora is told at the next use; what waits to be noted there is noted after reconnecting', async () => {
    const page = await visitConnected();
    const { clientId } = stack.sandboxes.stora.client;
    await press(stack.sandboxes.stora.url, 'revoke-access', { clientId });
    await raiseInvoice(acorn.id);
    await untilCardsSay(page, ['Reconnect needed', 'Connected']);
    await inspector.inspect(page, 'life-dead-stora');
    expect((await stateAt(stack.sandboxes.stora.url, acorn.id)).timelineEvents).toEqual([]);

    await pressByKeyboard(page, 'Reconnect Stora');
    await allowStora(page);

    expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
    endRest();
    await untilPosted({ acorn: 1 });
    expect((await stateAt(stack.sandboxes.stora.url, acorn.id)).timelineEvents).toHaveLength(1);
  });

  async function untilCardsSay(page: Page, words: string[]): Promise<void> {
    await vi.waitFor(
      async () => {
        await page.goto(`${stack.portalUrl}/status`);
        expect(await connectedCards(page)).toEqual(words);
      },
      { timeout: 60_000, interval: 500 },
    );
  }

  function endRest(): void {
    clock.aheadMs += restMs;
    stack.aws.sqs.tick();
  }
});

describe('a link that the partner withdraws', () => {
  it('ends the visit it opened and says so when it is opened again', async () => {
    const { page } = visit;
    const link = await createLink(stack);
    await page.goto(link);
    await pressByKeyboard(page, 'Continue');
    const [listed] = JSON.parse(await stack.rollerdoor('--json', 'link', 'list', acorn.id));

    await stack.rollerdoor('link', 'revoke', acorn.id, listed.linkId);

    expect(await stack.rollerdoor('link', 'list', acorn.id)).toContain(`${listed.linkId}  created`);
    expect(await stack.rollerdoor('link', 'list', acorn.id)).toContain('revoked');
    expect((await page.goto(`${stack.portalUrl}/status`))?.status()).toBe(401);
    expect(await titleOf(page)).toBe('Your visit has ended');
    expect((await page.goto(link))?.status()).toBe(410);
    expect(await titleOf(page)).toBe('This link was withdrawn');
    await inspector.inspect(page, 'life-link-withdrawn');
    await page.goto(await newLink(stack, acorn.id));
    await pressByKeyboard(page, 'Continue');
    expect(await connectedCards(page)).toEqual(['Not connected', 'Not connected']);
  });
});

/** Connects both without a browser, then opens a visit in it with another link. */
async function visitConnected(): Promise<Page> {
  const { page } = visit;
  await connectOperator(stack, acorn.id, acorn.name);
  await page.goto(await newLink(stack, acorn.id));
  await pressByKeyboard(page, 'Continue');
  expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
  return page;
}

function titleOf(page: Page): Promise<string> {
  return page.getByRole('heading', { level: 1 }).innerText();
}

function companyOf(page: Page, provider: string): Promise<string> {
  return page.locator(`[data-provider=${provider}] p`).first().innerText();
}

/** All that a sandbox has stored for one of its sample companies. */
async function stateAt(baseUrl: string, slug: string) {
  const answer = await fetch(`${baseUrl}/control/api/${slug}/state`);
  expect(answer.status).toBe(200);
  return answer.json();
}

async function raiseInvoice(slug: string): Promise<void> {
  const answer = await fetch(`${stack.sandboxes.stora.url}/control/api/${slug}/month-end-run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ count: 1 }),
  });
  expect(answer.status).toBe(200);
}

/** Nothing is on its way any more, and this many invoices stand in each organisation's books. */
async function untilPosted(invoices: Record<string, number>): Promise<void> {
  await vi.waitFor(
    async () => {
      for (const [slug, count] of Object.entries(invoices)) {
        expect((await stateAt(stack.sandboxes.xero.url, slug)).invoices).toHaveLength(count);
        expect((await stateAt(stack.sandboxes.stora.url, slug)).deliverySummary.pending).toBe(0);
      }
      expect(await isQuiet(stack)).toBe(true);
    },
    { timeout: 60_000, interval: 250 },
  );
}

async function storaTokens(slug: string): Promise<string[]> {
  const { tokens } = await stateAt(stack.sandboxes.stora.url, slug);
  return tokens.map(({ isRevoked }: { isRevoked: boolean }) => (isRevoked ? 'revoked' : 'alive'));
}

async function endpointStates(slug: string): Promise<string[]> {
  const { webhookEndpoints } = await stateAt(stack.sandboxes.stora.url, slug);
  return webhookEndpoints.map(({ status }: { status: string }) => status);
}

/** What the schedule does every few minutes. */
async function tend(): Promise<void> {
  const result = await stack.runner.invoke('rollerdoor-tend-connections', {});
  expect(result).toMatchObject({ kind: 'succeeded' });
}

async function everythingStored() {
  const read = async (...args: string[]) => JSON.parse(await stack.rollerdoor('--json', ...args));
  const { connections, links } = await read('status', acorn.id);
  const since: Record<string, string> = {};
  for (const { provider, connectedAt } of connections) since[provider] = connectedAt;
  return {
    since,
    links,
    activities: await read('activity', 'export', acorn.id),
    settings: await read('settings', 'show', acorn.id),
  };
}
