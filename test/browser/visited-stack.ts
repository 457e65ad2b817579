import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type PrivateStack, startPrivateStack } from '../support/connected-stack.ts';
import { type Inspector, openInspector } from './inspect-page.ts';
import { openChromium } from './open-chromium.ts';
import { openWatchedPage, type WatchedPage } from './watched-page.ts';

/** What a test of pages has from `beforeAll` on. */
export interface VisitedStack {
  browser: Browser;
  stack: PrivateStack;
  inspector: Inspector;
  /** Of a profile of its own, without JavaScript. */
  visit: WatchedPage;
}

/** Runs a stack and a browser around the tests of a file, and hands them over when they are there. */
export function useVisitedStack(begin: (opened: VisitedStack) => unknown): void {
  const opened: Partial<VisitedStack> = {};
  beforeAll(async () => {
    const browser = await openChromium();
    opened.browser = browser;
    const stack = await startPrivateStack({ liftCaps: true });
    opened.stack = stack;
    const inspector = await openInspector(browser);
    const visit = await openWatchedPage(browser);
    opened.visit = visit;
    await begin({ browser, stack, inspector, visit });
  });
  afterAll(async () => {
    await opened.visit?.close();
    await opened.browser?.close();
    await opened.stack?.stop();
  });
}
