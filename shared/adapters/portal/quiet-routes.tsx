import type { Context, Hono } from 'hono';
import * as z from 'zod/mini';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import { refuse } from './refusals.tsx';
import type { FormDeps } from './visit-deps.ts';
import { visitOfForm } from './visits.ts';

export interface QuietDeps extends FormDeps {
  /** A person knows why nothing is heard of the source since then. */
  acceptSilence(
    session: SessionClaims,
    wish: { heardAt: string; reason: string },
  ): Promise<'accepted' | 'heard_again'>;
}

const pressed = z.object({
  heardAt: z.iso.datetime(),
  reason: z.string().check(z.trim(), z.maxLength(200)),
});

/** What became of the press, told on the overview; it travels in the address that follows. */
export const quietNotices: Readonly<Record<string, string | undefined>> = {
  accepted: 'Noted. You are not told again before something was heard and it falls silent anew.',
  heard_again: 'Something was heard meanwhile, so there was nothing to note.',
  no_reason: 'Please say in a few words why nothing is heard.',
} satisfies Record<Awaited<ReturnType<QuietDeps['acceptSilence']>> | 'no_reason', string>;

/** "We know why": pressed on the overview, `/quiet`. */
export function addQuietRoutes(app: Hono, deps: QuietDeps): void {
  app.post('/quiet', (context) => accept(context, deps));
}

async function accept(context: Context, deps: QuietDeps) {
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  const wish = pressed.safeParse(await context.req.parseBody());
  if (!wish.success) return refuse(context, deps, 'elsewhere');
  const answer =
    wish.data.reason === '' ? 'no_reason' : await deps.acceptSilence(session, wish.data);
  return context.redirect(`/status?quiet=${answer}`, 303);
}
