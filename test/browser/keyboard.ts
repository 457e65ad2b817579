import type { Locator, Page } from 'playwright-core';

/** More stops than any page of the portal has. */
const tabsAtMost = 40;

/** Presses Tab until the element has the focus. @throws Error when the keyboard does not get there. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let tabs = 0; tabs < tabsAtMost; tabs += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element.matches(':focus'))) return;
  }
  throw new Error(`Tab does not reach ${target}.`);
}

/** Reaches a button with Tab and presses it with Enter, then waits for the page it leads to. */
export async function pressByKeyboard(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await tabTo(page, button);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** Reaches a link with Tab and follows it with Enter, then waits for the page it leads to. */
export async function followByKeyboard(page: Page, name: string): Promise<void> {
  const link = page.getByRole('link', { name, exact: true });
  await tabTo(page, link);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}
