import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { press } from '../support/connected-stack.ts';
import { connectByKeyboard, createLink } from './connect-in-browser.ts';
import { useVisitedStack, type VisitedStack } from './visited-stack.ts';

let stack: VisitedStack['stack'];
let inspector: VisitedStack['inspector'];
let visit: VisitedStack['visit'];

useVisitedStack((opened) => {
  ({ stack, inspector, visit } = opened);
});

const health = (page: Page) => page.locator('#health').innerText();
const save = (page: Page) => page.getByRole('button', { name: 'Save settings' }).click();

describe('the settings in a browser without JavaScript', () => {
  it('go from what nobody has chosen to healthy, and keep what does not fit on the page', async () => {
    const { page } = visit;
    await press(stack.sandboxes.stora.url, 'month-end-run', { count: 5 });
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
