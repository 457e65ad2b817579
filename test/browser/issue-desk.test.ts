import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { connectOperator, press, stateOf } from '../support/connected-stack.ts';
import { newLink } from './connect-in-browser.ts';
import { pressByKeyboard } from './keyboard.ts';
import { useVisitedStack, type VisitedStack } from './visited-stack.ts';

let stack: VisitedStack['stack'];
let inspector: VisitedStack['inspector'];
let visit: VisitedStack['visit'];

useVisitedStack(async (opened) => {
  ({ stack, inspector, visit } = opened);
  await connectOperator(stack, 'acorn', 'Acorn Self Storage');
});

/** Two invoices with a code that the books do not know, and one that waits for its account. */
async function raiseTrouble(): Promise<void> {
  const { stora } = stack.sandboxes;
  await press(stora.url, 'month-end-run', { count: 1 });
  const [invoice] = (await stateOf(stora.url)).invoices;
  for (const _invoice of [1, 2])
    await press(stora.url, 'special-invoice', {
      contactId: invoice.contact.id,
      accountingCode: 'RENT',
    });
}

async function untilPageSays(page: Page, path: string, words: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.goto(`${stack.portalUrl}${path}`);
      expect(await page.getByRole('main').innerText()).toContain(words);
    },
    { timeout: 60_000, interval: 500 },
  );
}

/** Digests leave in the operator's morning, whenever this runs. */
function zoneInTheMorning(): string {
  const hoursAhead = 9 - new Date().getUTCHours();
  const offset = hoursAhead < -11 ? hoursAhead + 24 : hoursAhead;
  // The sign of these names is the other way round (POSIX).
  return `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

describe('a bookkeeper at the list of what needs a person', () => {
  it('chooses an account for a code, and everything that waited for it goes', async () => {
    const { page } = visit;
    await raiseTrouble();
    await page.goto(await newLink(stack, 'acorn'));
    await pressByKeyboard(page, 'Continue');
    await untilPageSays(page, '/issues', '2 records');
    await inspector.inspect(page, 'issues');
    await page.getByRole('link', { name: 'The account code RENT is not in the chart' }).click();
    await inspector.inspect(page, 'issues-of-a-cause');

    await page.getByRole('link', { name: 'Choose another account' }).click();
    await inspector.inspect(page, 'choose-account');
    await page.getByLabel('Account in Xero for lines with the code RENT').selectOption('200');
    await pressByKeyboard(page, 'Use it from now on, and send what waits');

    expect(await page.getByRole('status').innerText()).toContain('2 records are being tried again');
    await untilPageSays(page, '/issues', 'Nothing needs you');
    expect((await stateOf(stack.sandboxes.xero.url)).invoices).toHaveLength(3);
  });

  it('leaves a record as it is with a reason, and puts it back', async () => {
    const { page } = visit;
    await press(stack.sandboxes.xero.url, 'archive-account', { code: '200' });
    const { stora } = stack.sandboxes;
    const [invoice] = (await stateOf(stora.url)).invoices;
    const rented = { contactId: invoice.contact.id, accountingCode: '200' };
    await press(stora.url, 'special-invoice', rented);
    await untilPageSays(page, '/issues', 'is archived');
    await page.getByRole('link', { name: /is archived/ }).click();

    await page.getByText('Leave it as it is').click();
    await page.getByLabel('Why?').fill('Entered by hand in Xero.');
    await inspector.inspect(page, 'leave-as-it-is');
    await page.getByRole('button', { name: /^Leave it: / }).click();

    expect(await page.getByRole('status').innerText()).toContain('It is left as it is');
    await inspector.inspect(page, 'left-as-it-is');
    await page.getByText('One record', { exact: true }).click();
    await page.getByRole('button', { name: /^Put it back on the list/ }).click();
    expect(await page.getByRole('main').innerText()).toContain('is archived');
    expect(visit.complaints).toEqual([]);
    expect(visit.foreignRequests).toEqual([]);
  });

  it('reads the digest in the morning, and comes by its link to what it tells', async () => {
    const { page } = visit;
    await stack.rollerdoor('settings', 'set', 'acorn', 'timeZone', zoneInTheMorning());
    await stack.rollerdoor('people', 'add', 'acorn', 'owner@acorn.test');
    const sent = await stack.runner.invoke('rollerdoor-send-mails', {});
    expect(sent).not.toMatchObject({ kind: 'failed' });
    expect(stack.aws.mailbox.list()).toHaveLength(1);

    await page.goto(stack.file.mailUrl);
    await inspector.inspect(page, 'mails');
    await page.getByRole('link', { name: /1 record needs you/ }).click();
    const mail = page.frameLocator('iframe');
    expect(await mail.locator('body').innerText()).toContain('is archived');
    await inspector.inspect(page, 'mail');
    const link = mail.getByRole('link', { name: 'See it on your page' });
    await page.goto((await link.getAttribute('href')) ?? '');

    expect(page.url()).toBe(`${stack.portalUrl}/status`);
    expect(await page.getByRole('main').innerText()).toContain('is archived');
    await inspector.inspect(page, 'status-from-the-digest');
    expect(visit.complaints).toEqual([]);
  });
});
