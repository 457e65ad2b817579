import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { type People, personRole } from '../../contracts/people-item.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import { field } from './own-forms.ts';
import { PeoplePage } from './people-page.tsx';
import { refuse } from './refusals.tsx';
import type { FormDeps } from './visit-deps.ts';
import { visitOf, visitOfForm } from './visits.ts';

type Kept = 'kept' | 'too_many' | 'known_already' | 'unknown_person' | 'not_an_address';

export interface PeoplePageDeps extends FormDeps {
  /** Does the stage send mail at all? */
  sendsMail: boolean;
  loadPeople(
    session: SessionClaims,
  ): Promise<{ operatorName: string; people: People['people'] } | undefined>;
  addPerson(session: SessionClaims, person: z.infer<typeof newPerson>): Promise<Kept>;
  removePerson(session: SessionClaims, personId: string): Promise<Kept>;
  chooseDigest(session: SessionClaims, personId: string, digest: boolean): Promise<Kept>;
}

const newPerson = z.object({
  email: z.string().check(z.maxLength(300)),
  name: z._default(z.string().check(z.maxLength(300)), ''),
  role: personRole,
});

/** Who is written to: `/people`. */
export function addPeopleRoutes(app: Hono, deps: PeoplePageDeps): void {
  app.get('/people', (context) => show(context, deps));
  app.post('/people/add', (context) =>
    act(context, deps, async (session) => {
      const person = newPerson.safeParse(await context.req.parseBody());
      return person.success ? deps.addPerson(session, person.data) : 'not_an_address';
    }),
  );
  app.post('/people/remove', (context) =>
    act(context, deps, async (session) =>
      deps.removePerson(session, await field(context, 'person')),
    ),
  );
  app.post('/people/digest', (context) =>
    act(context, deps, async (session) => {
      const digest = (await field(context, 'digest')) === 'yes';
      return deps.chooseDigest(session, await field(context, 'person'), digest);
    }),
  );
}

async function show(context: Context, deps: PeoplePageDeps) {
  const session = await visitOf(context, deps);
  if (session instanceof Response) return session;
  const loaded = await deps.loadPeople(session);
  if (loaded === undefined) return refuse(context, deps, 'visitOver');
  const problem = problems[context.req.query('problem') ?? ''];
  const [frame, formToken] = await Promise.all([deps.loadFrame(session), deps.formToken(session)]);
  const { sendsMail } = deps;
  const around = { frame: frame ?? { operatorName: loaded.operatorName }, formToken };
  return context.html(
    <PeoplePage people={loaded.people} {...around} {...{ problem, sendsMail }} />,
  );
}

/** Back to the page afterwards, so that a reload sends nothing again. */
async function act(
  context: Context,
  deps: PeoplePageDeps,
  change: (session: SessionClaims) => Promise<Kept>,
) {
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  const kept = await change(session);
  return context.redirect(kept === 'kept' ? '/people' : `/people?problem=${kept}`, 303);
}

const problems: Readonly<Record<string, string | undefined>> = {
  not_an_address: 'That is no e-mail address. Nothing was changed.',
  known_already: 'This address is in the list already.',
  too_many: 'The list is full: take somebody out first.',
  unknown_person: 'This person is not in the list any more.',
} satisfies Record<Exclude<Kept, 'kept'>, string>;
