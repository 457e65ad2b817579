import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInspector } from './inspect-page.ts';
import { openChromium } from './open-chromium.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openChromium();
});

afterAll(async () => {
  await browser?.close();
});

/** Shows this HTML as if a server on this machine had sent it with our content policy. */
async function show(html: string): Promise<WatchedPage> {
  const visit = await openWatchedPage(browser);
  await visit.page.route('http://127.0.0.1:9/', (route) =>
    route.fulfill({
      headers: {
        'content-type': 'text/html',
        'content-security-policy': "default-src 'none'; img-src *; style-src 'unsafe-inline'",
      },
      body: `<!doctype html><html lang="en"><head><title>Planted</title><meta name="viewport" content="width=device-width"></head><body><main><h1>Planted</h1>${html}</main></body></html>`,
    }),
  );
  await visit.page.goto('http://127.0.0.1:9/');
  return visit;
}

describe('what the browser tests watch', () => {
  it('lets a page through that has nothing wrong', async () => {
    const { page, complaints, foreignRequests } = await show('<p>Fine.</p>');
    const inspector = await openInspector(browser);

    await inspector.inspect(page, 'planted-nothing');
    expect({ complaints, foreignRequests }).toEqual({ complaints: [], foreignRequests: [] });
  });

  it.each([
    ['text too faint to read', '<p style="color: #ddd">Faint.</p>', /color-contrast/],
    ['a field without a label', '<input name="amount">', /label/],
    ['a page wider than the screen', '<p style="width: 1300px">Wide.</p>', /px wider/],
  ])('finds %s', async (_what, html, finding) => {
    const { page } = await show(html);
    const inspector = await openInspector(browser);

    await expect(inspector.inspect(page, 'planted-problem')).rejects.toThrow(finding);
  });

  it('hears what the content policy blocks', async () => {
    const { complaints } = await show('<link rel="stylesheet" href="/other.css">');

    expect(complaints.join()).toContain('Content Security Policy');
  });

  it('stops and names what leaves this machine', async () => {
    const { foreignRequests } = await show('<img alt="" src="https://example.com/pixel.png">');

    expect(foreignRequests).toEqual(['https://example.com/pixel.png']);
  });
});
