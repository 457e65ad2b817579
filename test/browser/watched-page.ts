import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page of a browser profile of its own, and what went wrong while it was used. */
export interface WatchedPage {
  readonly page: Page;
  /** Messages of the browser's console: blocked by the policy, script errors, failed loads. */
  readonly complaints: string[];
  /** Addresses outside of this machine that the pages asked for. */
  readonly foreignRequests: string[];
  close(): Promise<void>;
}

/** Wide enough for two cards side by side, as on an office machine. */
export const desktop = { width: 1280, height: 900 };

/** Opens a fresh profile. JavaScript is off, because every page must work without. */
export async function openWatchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: desktop,
    ...options,
  });
  const foreignRequests: string[] = [];
  await context.route(
    (url) => isForeign(url),
    (route) => route.abort(),
  );
  // Redirects do not pass the route; they are seen here.
  context.on('request', (request) => {
    if (isForeign(new URL(request.url()))) foreignRequests.push(request.url());
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // The browser also notes that a page came with 404 or 410, which some tests ask for.
    if (!message.text().startsWith('Failed to load resource: the server responded')) {
      complaints.push(`${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints, foreignRequests, close: () => context.close() };
}

function isForeign({ protocol, hostname }: URL): boolean {
  return protocol.startsWith('http') && hostname !== '127.0.0.1';
}
