import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { PrivateStack } from '../support/connected-stack.ts';
import { pressByKeyboard, tabTo } from './keyboard.ts';

/** The sample operators of both sandboxes. */
export const acorn = { id: 'acorn', name: 'Acorn Self Storage' };
export const harbour = { id: 'harbour', name: 'Harbour Storage' };

/** Adds the operator with the command and returns the hosted link that the command prints. */
export async function createLink(stack: PrivateStack, operator = acorn): Promise<string> {
  await stack.rollerdoor('operator', 'add', operator.id, operator.name, '--switch-on');
  return newLink(stack, operator.id);
}

/** Creates one more link with the command. */
export async function newLink(stack: PrivateStack, operatorId: string): Promise<string> {
  const printed = await stack.rollerdoor('link', 'create', operatorId);
  return /https?:\/\/\S+/.exec(printed)?.[0] ?? '';
}

/** From the hosted link to "Connected" twice, by Tab, Space, Enter and typing only. */
export async function connectByKeyboard(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await pressByKeyboard(page, 'Continue');
  await pressByKeyboard(page, 'Connect Stora');
  await allowStora(page);
  await pressByKeyboard(page, 'Connect Xero');
  await allowXero(page);
  expect(await connectedCards(page)).toEqual(['Connected', 'Connected']);
}

/** On the simulated Stora's page: staff of the operator sign in and authorize. */
export async function allowStora(page: Page, operator = acorn): Promise<void> {
  const choice = page.getByLabel('Operator who signs in');
  await tabTo(page, choice);
  await page.keyboard.type(operator.name);
  expect(await choice.inputValue()).toBe(operator.id);
  await pressByKeyboard(page, 'Authorize');
}

/**
 * On the simulated Xero's page: the organisations are ticked, unless they were connected before and
 * are greyed out, and access is allowed.
 */
export async function allowXero(page: Page, ...names: string[]): Promise<void> {
  for (const name of names.length === 0 ? ['Acorn'] : names) {
    const organisation = page.getByLabel(name);
    if (await organisation.isDisabled()) continue;
    await tabTo(page, organisation);
    await page.keyboard.press('Space');
    expect(await organisation.isChecked()).toBe(true);
  }
  await pressByKeyboard(page, await page.locator('button[value=approve]').innerText());
}

/** The states that the overview names, the source first. */
export async function connectedCards(page: Page): Promise<string[]> {
  return page.locator('[data-provider] .pill').allInnerTexts();
}

/** On the page of connections: what is folded away of one of them. */
export async function showDetails(page: Page, provider: string): Promise<void> {
  await page.goto(new URL('/connections', page.url()).href);
  const summary = page.locator(`[data-provider=${provider}] summary`, { hasText: 'Details' });
  await tabTo(page, summary);
  await page.keyboard.press('Enter');
}
