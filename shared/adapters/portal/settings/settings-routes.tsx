import type { Context, Hono } from 'hono';
import { target as targetSchema } from '../../../contracts/ids.ts';
import type { SessionClaims } from '../../../contracts/portal-tokens.ts';
import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { type Entered, fromBrowser } from '../../../domain/settings/form/entered.ts';
import { targets } from '../../../targets/registry.ts';
import type { Frame } from '../layout.tsx';
import { isFromOurPage } from '../own-forms.ts';
import type { SettingsDeps } from '../portal-deps.ts';
import { refuse } from '../refusals.tsx';
import { tell } from '../result-page.tsx';
import { isOwnPress, ledgerVisitOf, toFirstLedger } from '../visits.ts';
import { SettingsPage } from './settings-page.tsx';
import { TypedPage } from './typed-page.tsx';

/** The settings of one ledger: `/settings/{target}`. */
export function addSettingsRoutes(app: Hono, deps: SettingsDeps): void {
  app.get('/settings', (context) => toFirstLedger(context, deps, '/settings'));
  app.get('/settings/:target', (context) => showSettings(context, deps));
  app.post('/settings/:target', (context) => takeSettings(context, deps));
}

async function showSettings(context: Context, deps: SettingsDeps) {
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, target } = visit;
  const isSaved = context.req.query('saved') !== undefined;
  const view = await deps.loadSettings(session, { target, isSaved });
  if (view === undefined) return tell(context, notYet(targets[target].name), true);
  return context.html(<SettingsPage view={view} {...(await aroundIt(deps, session, view))} />);
}

async function takeSettings(context: Context, deps: SettingsDeps) {
  const typed = await context.req.parseBody();
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return keptFor(context, typed) ?? visit;
  const { session, target } = visit;
  const { form: _form, version, ...sent } = fromBrowser(typed);
  if (!(await isOwnPress(context, deps, session))) {
    // A form of an earlier visit saves nothing; what was typed into it comes back.
    const view = isFromOurPage(context)
      ? await deps.loadSettings(session, { target, isSaved: false })
      : undefined;
    if (view === undefined) return refuse(context, deps, 'elsewhere');
    return showAgain(context, deps, { session, view, version, sent });
  }
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

/** Whose visit has ended gets back what was typed, to take it along into the next one. */
function keptFor(context: Context, typed: Record<string, unknown>) {
  const target = targetSchema.safeParse(context.req.param('target'));
  if (!target.success || !isFromOurPage(context)) return undefined;
  return context.html(<TypedPage target={target.data} typed={typed} />, 401);
}

interface Typed {
  session: SessionClaims;
  view: SettingsView;
  version: string | undefined;
  sent: Entered;
}

async function showAgain(context: Context, deps: SettingsDeps, typed: Typed) {
  const { session, view, version, sent } = typed;
  const made = Number(version);
  const values = { ...view.values, ...sent };
  const kept = { ...view, values, version: Number.isSafeInteger(made) ? made : view.version };
  const around = await aroundIt(deps, session, view);
  return context.html(<SettingsPage view={kept} {...around} isFromBefore />, 409);
}

function notYet(name: string) {
  return {
    status: 404,
    title: `Connect ${name} first`,
    message: `Settings come about when ${name} is connected: they are chosen from its chart of accounts.`,
  } as const;
}
