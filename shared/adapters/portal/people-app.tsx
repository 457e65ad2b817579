import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/tiny';
import type { MailSettings } from '../../contracts/mail-settings.ts';
import { addDifferencesRoutes, type DifferencesDeps } from './differences-routes.tsx';
import { finishPage } from './finish-page.ts';
import { MessagePage } from './message-page.tsx';
import { addNewLinkRoutes, type NewLinkDeps } from './new-link-routes.tsx';
import { formBytesAtMost } from './own-forms.ts';
import { addPeopleRoutes, type PeoplePageDeps } from './people-routes.tsx';
import { refuse } from './refusals.tsx';
import { securityHeaders } from './security-headers.ts';
import { readSessionCookie } from './session-cookie.ts';
import { addUnsubscribeRoutes, type UnsubscribeDeps } from './unsubscribe-routes.tsx';

export interface PeopleAppDeps
  extends NewLinkDeps,
    PeoplePageDeps,
    UnsubscribeDeps,
    DifferencesDeps {
  /** From the cookie alone. */
  isReader(cookieValue: string | undefined): Promise<boolean>;
  contact: MailSettings['contact'];
}

/**
 * The portal for everybody who comes to it: an accountant who only reads, a person without a good link,
 * a reader of a mail. What stands here holds for every page, those to come too.
 */
export function withPeople(portal: Pick<Hono, 'fetch'>, deps: PeopleAppDeps): Hono {
  const app = new Hono();
  app.use(securityHeaders(deps.formOrigins));
  app.use(onEveryPage(deps));
  // The portal's own pages have limits of their own behind it.
  const limit = bodyLimit({
    maxSize: formBytesAtMost,
    onError: (context) => refuse(context, deps, 'tooLarge'),
  });
  for (const path of ownForms) app.use(path, limit);
  addNewLinkRoutes(app, deps);
  addUnsubscribeRoutes(app, deps);
  addPeopleRoutes(app, deps);
  addDifferencesRoutes(app, deps);
  app.notFound((context) => portal.fetch(context.req.raw));
  // The runtime around the app logs the error and answers with the request's id.
  app.onError((error) => {
    throw error;
  });
  return app;
}

const ownForms = ['/new-link', '/unsubscribe/*', '/people/*', '/differences/*'];

/** A reader's form is refused whatever it is for, and no page shows one. */
function onEveryPage(deps: PeopleAppDeps): MiddlewareHandler {
  return async (context, next) => {
    const isReader = await deps.isReader(readSessionCookie(context));
    if (isReader && isChange(context)) return readOnly(context);
    await next();
    context.res = await finishPage(context.res, { isReader, contact: deps.contact });
    return undefined;
  };
}

/** Of no visit, so that they are a reader's as anybody's. */
const ofNoVisit = /^\/(?:session|new-link|unsubscribe\/[^/]+)$/;

function isChange(context: Context): boolean {
  const { method, path } = context.req;
  return method !== 'GET' && method !== 'HEAD' && !ofNoVisit.test(path);
}

function readOnly(context: Context) {
  return context.html(
    <MessagePage
      title="Your link is for reading"
      message="You see everything here and change nothing. Ask the owner for a link of your own if you should."
    />,
    403,
  );
}
