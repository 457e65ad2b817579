import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { desktop, openWatchedPage, type WatchedPage } from './watched-page.ts';

const screenshots = '.local/screenshots';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

/** As people see a page, each in both colour schemes; phones also read its viewport tag. */
const looks = {
  desktop: { viewport: desktop },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>;

export interface Inspector {
  /**
   * Takes the page's picture in every look.
   * @throws Error that names what is not accessible in it, or wider than its screen.
   */
  inspect(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens one profile per look. They show copies of a page's HTML, because axe needs JavaScript, which is
 * off where the tests walk, and because many of our pages exist only once.
 */
export async function openInspector(browser: Browser): Promise<Inspector> {
  mkdirSync(screenshots, { recursive: true });
  const mirrors = await Promise.all(
    Object.entries(looks).map(async ([look, options]) => {
      const opened = await openWatchedPage(browser, { ...options, javaScriptEnabled: true });
      return { look, ...opened };
    }),
  );
  return {
    async inspect(page, name) {
      const original = { url: page.url(), html: await page.content() };
      const problems = await Promise.all(
        mirrors.map(async (mirror) => {
          await showCopy(mirror.page, original);
          return [
            ...(await problemsIn('light', name, mirror)),
            ...(await problemsIn('dark', name, mirror)),
          ];
        }),
      );
      if (problems.flat().length > 0) throw new Error(problems.flat().join('\n'));
    },
    close: async () => {
      await Promise.all(mirrors.map((mirror) => mirror.close()));
    },
  };
}

/** On a busy machine Chromium sometimes has no picture to give; what counts are the problems it finds. */
async function takePicture(page: Page, path: string): Promise<void> {
  const options = { path, fullPage: true };
  try {
    await page.screenshot(options);
  } catch {
    // Recovery: once more; a second failure is one of the page.
    await page.screenshot(options);
  }
}

async function showCopy(mirror: Page, original: { url: string; html: string }): Promise<void> {
  const isOriginal = (url: URL) => url.href === original.url;
  await mirror.route(isOriginal, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: original.html }),
  );
  await mirror.goto(original.url);
  await mirror.unroute(isOriginal);
}

type Mirror = WatchedPage & { look: string };

/** Nothing but colours differs between the two, so the dark one is looked at for these alone. */
async function problemsIn(
  colorScheme: 'light' | 'dark',
  name: string,
  { page, look }: Mirror,
): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  const picture = colorScheme === 'light' ? look : `${look}-dark`;
  await takePicture(page, `${screenshots}/${name}-${picture}.png`);
  const axe = new AxeBuilder({ page });
  const { violations } = await (colorScheme === 'light'
    ? axe.withTags(rules)
    : axe.withRules(['color-contrast'])
  ).analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(' ')})`,
  );
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (excess > 0) found.push(`the page is ${excess} px wider than the screen`);
  return found.map((problem) => `${page.url()} (${picture}): ${problem}`);
}
