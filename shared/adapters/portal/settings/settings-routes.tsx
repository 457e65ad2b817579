import type { Context, Hono } from 'hono';
import { target as targetSchema } from '../../../contracts/ids.ts';
import type { SessionClaims } from '../../../contracts/portal-tokens.ts';
import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { fromBrowser } from '../../../domain/settings/form/entered.ts';
import { targets } from '../../../targets/registry.ts';
import type { Frame } from '../layout.tsx';
import { isFromElsewhere } from '../own-forms.ts';
import type { SettingsDeps } from '../portal-deps.ts';
import { tell } from '../result-page.tsx';
import { readSessionCookie } from '../session-cookie.ts';
import { SettingsPage } from './settings-page.tsx';

/** The settings of one ledger: `/settings/{target}`. */
export function addSettingsRoutes(app: Hono, deps: SettingsDeps): void {
  app.get('/settings', (context) => context.redirect(`/settings/${targetSchema.options[0]}`, 303));
  app.get('/settings/:target', (context) => showSettings(context, deps));
  app.post('/settings/:target', (context) => takeSettings(context, deps));
}

async function showSettings(context: Context, deps: SettingsDeps) {
  const visit = await visitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, target } = visit;
  const isSaved = context.req.query('saved') !== undefined;
  const view = await deps.loadSettings(session, { target, isSaved });
  if (view === undefined) return tell(context, notYet(targets[target].name), true);
  return context.html(<SettingsPage view={view} {...(await aroundIt(deps, session, view))} />);
}

async function takeSettings(context: Context, deps: SettingsDeps) {
  const visit = await visitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, target } = visit;
  const { form, version, ...sent } = fromBrowser(await context.req.parseBody());
  if (!(await deps.isOwnForm(session, form ?? '')) || isFromElsewhere(context))
    return tell(context, elsewhere, true);
  const wish = { target, version: Number(version), entered: sent };
  const result = await deps.submitSettings(session, wish);
  if (result === undefined) return tell(context, notYet(targets[target].name), true);
  if (result.kind === 'saved') return context.redirect(`/settings/${target}?saved`, 303);
  const status = result.view.meanwhile === undefined ? 422 : 409;
  const around = await aroundIt(deps, session, result.view);
  return context.html(<SettingsPage view={result.view} {...around} />, status);
}

async function aroundIt(
  deps: SettingsDeps,
  session: SessionClaims,
  { operatorName }: SettingsView,
): Promise<{ frame: Frame; formToken: string }> {
  const [frame, formToken] = await Promise.all([deps.loadFrame(session), deps.formToken(session)]);
  return { frame: frame ?? { operatorName }, formToken };
}

async function visitOf(context: Context, deps: SettingsDeps) {
  const target = targetSchema.safeParse(context.req.param('target'));
  if (!target.success) return tell(context, unknown, false);
  const session = await deps.readSession(readSessionCookie(context));
  if (session === undefined) return tell(context, visitOver, false);
  return { session, target: target.data };
}

const unknown = {
  status: 404,
  title: 'Page not found',
  message: 'This address does not exist.',
} as const;

const visitOver = {
  status: 401,
  title: 'Your visit has ended',
  message: 'Open the link from your e-mail again to go on. Nothing was changed.',
} as const;

const elsewhere = {
  status: 403,
  title: 'Please press the button once more',
  message:
    'The form was not sent from your current visit, so nothing was changed. Go back and save again.',
} as const;

function notYet(name: string) {
  return {
    status: 404,
    title: `Connect ${name} first`,
    message: `Settings come about when ${name} is connected: they are chosen from its chart of accounts.`,
  } as const;
}
