import { describe, expect, it } from 'vitest';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { saveSettings } from '../../../shared/application/settings/save-settings.ts';
import { settingsPages } from '../../../shared/composition/settings-pages.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { NotConnectedError } from '../../../shared/domain/errors/errors.ts';
import type { Catalogue } from '../../../shared/domain/ledger/drafts.ts';
import type { SourceUses } from '../../../shared/domain/settings/source-uses.ts';
import type { Ledger } from '../../../shared/ports/ledger/ledger.ts';
import { settingsWorld } from '../../application/settings/settings-world.ts';
import { aCatalogue, anAccount } from '../../builders/a-catalogue.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { aSourceUses, aUsedCode } from '../../builders/source-uses.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';

const session = {
  operatorId: anOperatorId,
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};
const cookie = '__Host-rollerdoor=a.cookie';
const nasty = '<script>alert("x")</script>';

interface Given {
  settings?: LedgerSettings;
  catalogue?: Catalogue | Error;
  uses?: SourceUses | Error;
}

/** The page over the real use cases, with settings in memory. */
async function portal(given: Given = {}) {
  const world = settingsWorld();
  await world.settings.put(given.settings ?? ledgerSettings());
  const read = async <T,>(value: T | Error): Promise<T> => {
    if (value instanceof Error) throw value;
    return value;
  };
  const catalogue = {
    read: () => read(given.catalogue ?? aCatalogue()),
    forget: () => undefined,
  };
  const pages = settingsPages({
    ...world,
    rates: new InMemoryRates(),
    ledgers: { xero: () => ({ catalogue }) as unknown as Ledger },
    usesOf: () => read(given.uses ?? aSourceUses()),
    limitsOf: () => ({ windows: [{ limit: 1_000, windowMs: 86_400_000 }], concurrent: 5 }),
    pacer: new RecordingPacer(),
    operatorOf: async () => anOperator({ name: nasty }),
  });
  const app = portalApp({
    formOrigins: [],
    readSession: async (value: string | undefined) => (value === 'a.cookie' ? session : undefined),
    formToken: async () => 'form-token',
    loadFrame: async () => ({ operatorName: 'Acorn Self Storage' }),
    isOwnForm: async (_session: unknown, token: string) => token === 'form-token',
    ...pages,
  } as unknown as PortalDeps);
  const page = async (path = '/settings/xero') => {
    const answer = await app.request(path, { headers: { cookie } });
    return { status: answer.status, html: await answer.text() };
  };
  const press = async (fields: Record<string, string>) => {
    const body = new URLSearchParams({ form: 'form-token', ...fields });
    const answer = await app.request('/settings/xero', {
      method: 'POST',
      body,
      headers: { cookie },
    });
    return { status: answer.status, html: await answer.text(), to: answer.headers.get('location') };
  };
  return { world, app, page, press };
}

/** What a browser sends of a page, with something else in some inputs. */
function filled(html: string, changed: Record<string, string> = {}): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const name = attribute(tag, 'name');
    if (name === undefined || (/type="checkbox"/.test(tag) && !/ checked/.test(tag))) continue;
    fields[name] = attribute(tag, 'value') ?? '';
  }
  for (const [, name = '', options = ''] of html.matchAll(
    /<select [^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs,
  )) {
    const [first = '', ...others] = options.match(/<option [^>]*>/g) ?? [];
    const chosen = [first, ...others].find((tag) => / selected/.test(tag)) ?? first;
    fields[name] = attribute(chosen, 'value') ?? '';
  }
  return { ...fields, ...changed };
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  const plain = value?.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  return plain?.replaceAll('&amp;', '&');
}

const stored = async ({ world }: Awaited<ReturnType<typeof portal>>) =>
  world.settings.get(anOperatorId, 'xero');

describe('a form of the settings whose visit ended', () => {
  const own = { 'sec-fetch-site': 'same-origin' };
  const send = (
    { app }: Awaited<ReturnType<typeof portal>>,
    fields: Record<string, string>,
    headers: Record<string, string>,
  ) => {
    const body = new URLSearchParams(fields);
    return app.request('/settings/xero', { method: 'POST', body, headers });
  };
  const typed = { defaultAccountCode: nasty };

  it('keeps what was typed until the link was opened again, and saves nothing by itself', async () => {
    const world = await portal();
    const before = await stored(world);
    const fields = filled((await world.page()).html, typed);
    const over = await send(world, fields, own);
    const kept = await over.text();
    expect(over.status).toBe(401);
    expect(kept).not.toContain(nasty);

    const again = await send(world, filled(kept), { ...own, cookie });
    const shown = await again.text();
    expect(again.status).toBe(409);
    expect(shown).toContain('Nothing was saved yet');
    expect(filled(shown)).toMatchObject({ ...fields, form: 'form-token' });
    expect(await stored(world)).toEqual(before);
  });

  it('is told nothing of what another site typed', async () => {
    const world = await portal();
    for (const site of [{}, { 'sec-fetch-site': 'cross-site' }])
      for (const visit of [{}, { cookie }]) {
        const answer = await send(world, { form: 'forged', ...typed }, { ...site, ...visit });
        expect(await answer.text()).not.toContain('alert(');
        expect([401, 403]).toContain(answer.status);
      }
  });
});

describe('the settings page', () => {
  it('shows everything in one form, and that it is healthy', async () => {
    const { status, html } = await (await portal()).page();

    expect(status).toBe(200);
    expect(html).toMatch(/<h2 id="health">Healthy</);
    expect(html).toContain('Harbour Storage Ltd');
    expect(html.match(/<form /g)).toHaveLength(1);
    expect(html).not.toContain('<script');
    for (const name of [
      'startDate',
      'invoiceStatus',
      'tax-0',
      'site-0',
      'method-0',
      'contactMatching',
    ])
      expect(html).toContain(`name="${name}"`);
  });

  it('saves nothing when nothing was changed', async () => {
    const settings = ledgerSettings({
      accountMap: { RENT: '200' },
      siteOptions: { site_1: 'opt-harbour' },
    });
    const opened = await portal({ settings });

    const { status, to } = await opened.press(filled((await opened.page()).html));

    expect({ status, to }).toEqual({ status: 303, to: '/settings/xero?saved' });
    expect(await stored(opened)).toEqual(settings);
  });

  it('saves what was changed, and shows that and the history', async () => {
    const opened = await portal({ uses: aSourceUses({ codes: [aUsedCode({ code: 'RENT' })] }) });
    const { html } = await opened.page();
    expect(html).toContain('Not healthy');

    await opened.press(filled(html, { 'account-0': '200', historyNotes: '' }));

    expect(await stored(opened)).toMatchObject({
      accountMap: { RENT: '200' },
      historyNotes: false,
    });
    const after = (await opened.page('/settings/xero?saved')).html;
    expect(after).toMatch(/<h2 id="health">Healthy</);
    expect(after).toContain('Saved.');
    expect(after).toContain('Account for RENT: 200');
  });

  it('comes back with everything that was entered, and an error at each field', async () => {
    const opened = await portal();
    const { html } = await opened.page();

    const answer = await opened.press(
      filled(html, { startDate: '2026-02-31', paymentTermsDays: '7', badDebtAccountCode: nasty }),
    );

    expect(answer.status).toBe(422);
    expect(answer.html).toContain('2 entries do not fit');
    expect(answer.html).toMatch(/id="startDate-error"[^>]*>[^<]*day of the calendar/);
    expect(answer.html).not.toContain(nasty);
    expect(filled(answer.html)).toMatchObject({ startDate: '2026-02-31', paymentTermsDays: '7' });
    expect(await stored(opened)).toEqual(ledgerSettings());
  });

  it('tells the second of two people what changed meanwhile, and saves both then', async () => {
    const opened = await portal();
    const { html } = await opened.page();
    const change = (settings: LedgerSettings) => ({ ...settings, paymentTermsDays: 14 });
    const wish = { operatorId: anOperatorId, target: 'xero', change, actor: 'partner' } as const;
    await saveSettings(opened.world, wish);

    const second = await opened.press(filled(html, { postPayments: '' }));
    expect(second.status).toBe(409);
    expect(second.html).toContain('somebody else changed the settings');
    expect(second.html).toContain('Days until invoices are due: 0, now 14');
    expect((await stored(opened))?.postPayments).toBe(true);

    expect((await opened.press(filled(second.html))).status).toBe(303);
    expect(await stored(opened)).toMatchObject({
      paymentTermsDays: 14,
      postPayments: false,
      version: 2,
    });
  });

  it('says plainly what cannot be read, shows what is set, and saves what needs no ledger', async () => {
    const opened = await portal({
      catalogue: new NotConnectedError('xero', 'needs_reconnect'),
      uses: new NotConnectedError('stora', 'absent'),
    });
    const { html } = await opened.page();
    expect(html).toMatch(/<h2 id="health">Not known</);
    expect(html).toContain('Xero is not connected. What is set is shown below');
    expect(html).toContain('Stora is not connected.');
    expect(filled(html)).toMatchObject({ defaultAccountCode: '200', clearingAccountCode: '610' });

    expect((await opened.press(filled(html, { defaultAccountCode: '825' }))).status).toBe(422);
    expect((await opened.press(filled(html, { paymentTermsDays: '7' }))).status).toBe(303);

    expect(await stored(opened)).toMatchObject({ defaultAccountCode: '200', paymentTermsDays: 7 });
  });

  it('has at most 100 kB with 300 accounts, 40 codes and 40 sites', async () => {
    const accounts = Array.from({ length: 300 }, (_, at) =>
      anAccount({
        accountId: `acc-${at}`,
        code: String(1_000 + at),
        name: `Account number ${at}`,
        acceptsPayments: true,
      }),
    );
    const sites = Array.from({ length: 40 }, (_, at) => ({
      siteId: `site_${at}`,
      name: `Site ${at}`,
    }));
    const options = sites.map(({ siteId, name }) => ({ optionId: siteId, name, isActive: true }));
    const catalogue = aCatalogue({
      accounts: [...aCatalogue().accounts, ...accounts],
      trackingCategories: [{ categoryId: 'c', name: 'Location', isActive: true, options }],
    });
    const codes = Array.from({ length: 40 }, (_, at) => aUsedCode({ code: `CODE-${at}` }));
    const opened = await portal({ catalogue, uses: aSourceUses({ sites, codes }) });

    const { html } = await opened.page();

    expect(html.length).toBeLessThan(100_000);
    expect(html).toContain('<datalist id="line-accounts">');
    const answer = await opened.press(filled(html, { 'account-0': '1001 · Account number 1' }));
    expect(answer.status).toBe(303);
  });

  it.each([
    ['a form of another visit', { form: 'stolen' }, 403],
    ['a form that is larger than ours', { more: 'x'.repeat(300_000) }, 413],
  ])('refuses %s', async (_what, fields, status) => {
    const opened = await portal();

    expect((await opened.press(filled((await opened.page()).html, fields))).status).toBe(status);
    expect(await stored(opened)).toEqual(ledgerSettings());
  });

  it('tells visitors without a visit, and of other targets, how to go on', async () => {
    const { app } = await portal();

    expect((await app.request('/settings/xero')).status).toBe(401);
    expect((await app.request('/settings/nothing', { headers: { cookie } })).status).toBe(404);
    expect((await app.request('/settings', { headers: { cookie } })).headers.get('location')).toBe(
      '/settings/xero',
    );
  });
});
