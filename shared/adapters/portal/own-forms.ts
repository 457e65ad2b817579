import type { Context } from 'hono';

/** Our forms have some 300 bytes. */
export const formBytesAtMost = 16_384;

/** But for that of the settings, with an input for each code and rate of an operator. */
const settingsBytesAtMost = 262_144;

/** How large a form may be that is sent to a path. */
export function formBytesAt(path: string): number {
  return path.startsWith('/settings/') ? settingsBytesAtMost : formBytesAtMost;
}

/** Browsers say it since 2020–2023; those that do not are left to the form token. */
export function isFromElsewhere(context: Context): boolean {
  const site = context.req.header('sec-fetch-site');
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** Said by the browser itself; one that says nothing is taken for nobody's. */
export function isFromOurPage(context: Context): boolean {
  return context.req.header('sec-fetch-site') === 'same-origin';
}

export async function field(context: Context, name: string): Promise<string> {
  const value = (await context.req.parseBody())[name];
  return typeof value === 'string' ? value : '';
}
