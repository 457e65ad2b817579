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
  // Nobody is told of what was raised before somebody connects, and no night brings it over by itself.
  await press(stack.sandboxes.stora.url, 'month-end-run', { count: earlier, hoursAgo: 1 });
  await connectOperator(stack, 'acorn', 'Acorn Self Storage');
});

const earlier = 3;
const invoices = 6 + earlier;

/** Of today, which is in the month that a bookkeeper looks at. */
async function raiseInvoices(): Promise<void> {
  await press(stack.sandboxes.stora.url, 'month-end-run', { count: invoices - earlier });
  await untilPosted(invoices);
}

async function untilPosted(count: number): Promise<void> {
  await vi.waitFor(
    async () => expect((await stateOf(stack.sandboxes.xero.url)).invoices).toHaveLength(count),
    { timeout: 60_000, interval: 500 },
  );
}

async function untilPageSays(page: Page, path: string, words: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await page.goto(`${stack.portalUrl}${path}`);
      expect(await page.getByRole('main').innerText()).toContain(words);
    },
    { timeout: 120_000, interval: 500 },
  );
}

/** That of the documents, where the operator is; the page of months has it on top. */
async function monthPath(page: Page): Promise<string> {
  await page.goto(`${stack.portalUrl}/months`);
  const href = await page.locator('tbody th a').first().getAttribute('href');
  return href ?? '';
}

async function compareAndWait(page: Page, path: string, words: string): Promise<void> {
  await page.goto(`${stack.portalUrl}${path}`);
  await pressByKeyboard(page, 'Compare now');
  expect(await page.getByRole('status').innerText()).toContain('It has begun');
  await untilPageSays(page, path, words);
}

/** From the page of a month: the first of a class, with why. */
async function acceptFirst(page: Page, title: string, reason: string): Promise<void> {
  await page.getByRole('link', { name: title }).click();
  await page.getByText('Accept it', { exact: true }).first().click();
  await page.getByLabel('Why?').first().fill(reason);
  await page.getByRole('button', { name: /^Accept it: / }).click();
}

/** Pages of A4 on which a browser prints what it shows. */
async function printed(page: Page): Promise<{ pages: number; sizes: string[] }> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return {
    pages: pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0,
    sizes: [...new Set(pdf.match(/MediaBox\s*\[[^\]]*\]/g))],
  };
}

/** As a spreadsheet reads them: what holds a comma stands in quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) =>
    cell.replace(/^"|"$/g, ''),
  );
}

/** Of the column, over all documents of the file; in minor units. */
function sumOf(lines: readonly string[], column: string): number {
  const [names = [], ...rows] = lines.map(cellsOf);
  const at = names.indexOf(column);
  expect(at, column).toBeGreaterThanOrEqual(0);
  return rows.reduce((sum, cells) => sum + Math.round(Number(cells[at]) * 100), 0);
}

describe('a bookkeeper who closes a month', () => {
  it('has brought over what is missing: one alone, then all that are left', async () => {
    const { page } = visit;
    await page.goto(await newLink(stack, 'acorn'));
    await pressByKeyboard(page, 'Continue');
    await page.goto(`${stack.portalUrl}/nights`);
    await inspector.inspect(page, 'nights-none');
    await compareAndWait(page, '/nights/xero', `${earlier} mismatches`);
    await inspector.inspect(page, 'nights-with-mismatches');
    const month = await monthPath(page);
    await page.goto(`${stack.portalUrl}${month}`);
    await page.getByRole('link', { name: 'Missing in the ledger' }).click();
    await inspector.inspect(page, 'mismatches-missing');
    const list = page.url();
    await page
      .getByRole('link', { name: /^What happened with it/ })
      .first()
      .click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('is not in Xero');
    await inspector.inspect(page, 'explain-missing');

    await page.goto(list);
    await page
      .getByRole('button', { name: /^Repair it now: Invoice/ })
      .first()
      .click();
    expect(await page.getByRole('status').innerText()).toContain('It is being repaired');
    await untilPosted(1);
    await compareAndWait(page, month, `${earlier - 1} mismatches`);
    await pressByKeyboard(page, `Repair all ${earlier - 1} now: Missing in the ledger`);
    expect(await page.getByRole('status').innerText()).toContain('2 records are being repaired');
    await untilPosted(earlier);
    await compareAndWait(page, month, 'is in step to the penny');
  });

  it('compares both sides, and files a statement that is in step to the penny', async () => {
    const { page } = visit;
    await raiseInvoices();
    await compareAndWait(page, '/nights/xero', 'In step');
    await inspector.inspect(page, 'nights');
    await page.locator('tbody th a').first().click();
    await inspector.inspect(page, 'night');
    const month = await monthPath(page);
    await inspector.inspect(page, 'months');
    await page.goto(`${stack.portalUrl}${month}`);
    expect(await page.getByRole('main').innerText()).toContain('is in step to the penny');
    await inspector.inspect(page, 'month-in-step');

    await page.getByRole('link', { name: 'Month-end statement' }).click();
    expect(await page.getByRole('main').innerText()).toContain('In step to the penny');
    await inspector.inspect(page, 'statement');
    const paper = await printed(page);
    expect(paper.pages).toBeLessThanOrEqual(2);
    // 210 by 297 mm, in points of 1/72 of an inch.
    expect(paper.sizes).toEqual([expect.stringMatching(/0 0 59[45]\.\d+ 84[12]\.\d+/)]);

    const file = await page.request.get(`${stack.portalUrl}${month}/csv`);
    expect(file.headers()['content-type']).toContain('text/csv');
    const lines = (await file.text()).trim().split('\r\n');
    expect(lines).toHaveLength(invoices + 1);
    expect(sumOf(lines, 'Stora gross')).toBeGreaterThan(0);
    expect(sumOf(lines, 'Xero gross')).toBe(sumOf(lines, 'Stora gross'));
    await page.goto(`${stack.portalUrl}/status`);
    expect(await page.getByRole('main').innerText()).toContain('In step to the penny');
    await inspector.inspect(page, 'status-compared');
    expect(await stack.rollerdoor('month', 'acorn', month.split('/').at(-1) ?? '')).toContain(
      'In step to the penny',
    );
  });

  it('sees what somebody changed in the books, and accepts it with a reason', async () => {
    const { page } = visit;
    const [edited] = (await stateOf(stack.sandboxes.xero.url)).invoices;
    await press(stack.sandboxes.xero.url, 'edit-invoice', {
      number: edited.number,
      amount: '1.00',
    });
    const month = await monthPath(page);
    // The sandbox takes the site off a line that is edited, so that there are two of one document.
    await compareAndWait(page, month, '2 mismatches over');
    await inspector.inspect(page, 'month-with-mismatches');
    await acceptFirst(page, 'Other site', 'The site is no matter.');
    await page.goto(`${stack.portalUrl}${month}`);
    await page.getByRole('link', { name: 'Other amount' }).click();
    expect(await page.getByRole('main').innerText()).toContain(edited.number);
    await inspector.inspect(page, 'mismatches');
    await page.goto(`${stack.portalUrl}${month}`);
    await acceptFirst(page, 'Other amount', 'Agreed with the customer.');

    expect(await page.getByRole('status').innerText()).toContain('Accepted');
    const main = await page.getByRole('main').innerText();
    expect(main).toContain('is in step, but for');
    expect(main).toContain('Agreed with the customer.');
    await inspector.inspect(page, 'month-with-accepted');
    await page.getByRole('link', { name: 'Month-end statement' }).click();
    expect(await page.getByRole('main').innerText()).toContain('Accepted as they are');
    await inspector.inspect(page, 'statement-with-accepted');
    await page.goto(`${stack.portalUrl}${month}`);
    await page
      .getByRole('button', { name: /^Let it count again/ })
      .first()
      .click();
    expect(await page.getByRole('main').innerText()).toContain('1 mismatch');
    expect(visit.complaints).toEqual([]);
    expect(visit.foreignRequests).toEqual([]);
  });
});
