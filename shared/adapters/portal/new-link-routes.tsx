import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { ReaderClaims, SessionClaims } from '../../contracts/portal-tokens.ts';
import { MessagePage } from './message-page.tsx';
import { NewLinkForm } from './new-link-form.tsx';
import { field, isFromElsewhere } from './own-forms.ts';
import { refusals } from './refusals.tsx';
import { tell } from './result-page.tsx';
import { readSessionCookie } from './session-cookie.ts';

export interface NewLinkDeps {
  formOrigins: string[];
  /** Undefined when the cookie is absent, not ours, or its visit is over. */
  readSession(cookieValue: string | undefined): Promise<SessionClaims | undefined>;
  /** Undefined: we never wrote that into a mail. */
  readBack(token: string): Promise<ReaderClaims | undefined>;
  /** Owes a new link to stored addresses; tells nothing of whether there are any. */
  askForLink(asked: { link: string; back: string }): Promise<void>;
}

/** Ways back for whoever has no good link: from a mail, and from a page that says that a link is over. */
export function addNewLinkRoutes(app: Hono, deps: NewLinkDeps): void {
  app.get('/back/:token', (context) => comeBack(context, deps));
  app.post('/new-link', (context) => askForLink(context, deps));
}

async function comeBack(context: Context, deps: NewLinkDeps) {
  const token = context.req.param('token') ?? '';
  const reader = await deps.readBack(token);
  if (reader === undefined) return tell(context, refusals.unreadable, false);
  const session = await deps.readSession(readSessionCookie(context));
  if (session?.operatorId === reader.operatorId) return context.redirect('/status', 303);
  return context.html(
    <MessagePage
      title="Your visit has ended"
      message="A fresh link brings you to your page. It goes to the address that got the mail you came from."
    >
      <NewLinkForm back={token} />
    </MessagePage>,
  );
}

async function askForLink(context: Context, deps: NewLinkDeps) {
  if (isFromElsewhere(context)) return tell(context, refusals.unreadable, false);
  const [link, back] = [await field(context, 'link'), await field(context, 'back')];
  await deps.askForLink({ link, back });
  return context.html(
    <MessagePage
      title="Look into your mailbox"
      message="If an address is stored for this page, a new link arrives there within a few minutes. It is good for seven days."
    >
      <p class="small">Nothing arrives? Ask whoever set Rollerdoor up for you.</p>
    </MessagePage>,
  );
}
