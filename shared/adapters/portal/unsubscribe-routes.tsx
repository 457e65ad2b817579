import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import type { ReaderClaims } from '../../contracts/portal-tokens.ts';
import { MessagePage } from './message-page.tsx';
import { field, isFromElsewhere } from './own-forms.ts';
import { refusals } from './refusals.tsx';
import { tell } from './result-page.tsx';

export interface UnsubscribeDeps {
  /** Undefined: we never wrote that into a mail. */
  readUnsubscribe(token: string): Promise<ReaderClaims | undefined>;
  chooseOwnDigest(reader: ReaderClaims, digest: boolean): Promise<void>;
}

/**
 * Where a reader ends the digest. Looking changes nothing, as mail scanners look, too; one press ends it,
 * on the page or in the reader's own program (RFC 8058), which sends no cookies.
 */
export function addUnsubscribeRoutes(app: Hono, deps: UnsubscribeDeps): void {
  app.get('/unsubscribe/:token', (context) => show(context, deps));
  app.post('/unsubscribe/:token', (context) => choose(context, deps));
}

async function show(context: Context, deps: UnsubscribeDeps) {
  const token = context.req.param('token') ?? '';
  if ((await deps.readUnsubscribe(token)) === undefined)
    return tell(context, refusals.unreadable, false);
  return context.html(
    <MessagePage
      title="No more daily mails?"
      message="Then only mails about connections that need you arrive. What waits for you stands on your page as before."
    >
      <form method="post" action={`/unsubscribe/${token}`}>
        <button class="button" type="submit">
          No more daily mails
        </button>
      </form>
    </MessagePage>,
  );
}

async function choose(context: Context, deps: UnsubscribeDeps) {
  const token = context.req.param('token') ?? '';
  const reader = await deps.readUnsubscribe(token);
  if (reader === undefined) return tell(context, refusals.unreadable, false);
  const isAgain = (await field(context, 'again')) === 'yes';
  // To end it from elsewhere is what the reader's program does; to begin it again is for this page only.
  if (isAgain && isFromElsewhere(context)) return tell(context, refusals.unreadable, false);
  await deps.chooseOwnDigest(reader, isAgain);
  if (isAgain) {
    return context.html(
      <MessagePage
        title="The daily mails come again"
        message="You get one in the morning when something needs you, and none when all is well."
      />,
    );
  }
  return context.html(
    <MessagePage title="No more daily mails" message="That was all; nothing else changed.">
      <form method="post" action={`/unsubscribe/${token}`}>
        <input type="hidden" name="again" value="yes" />
        <button class="button quiet" type="submit">
          That was a mistake: send them again
        </button>
      </form>
    </MessagePage>,
  );
}
