import type { People, Person } from '../../contracts/people-item.ts';
import { Layout } from './layout.tsx';
import { BackToStatus } from './message-page.tsx';

const roleWords = { owner: 'Owner', accountant: 'Accountant' } as const;

/** Who is written to, and about what. */
export function PeoplePage(props: {
  operatorName: string;
  people: People['people'];
  formToken: string;
  sendsMail: boolean;
  problem: string | undefined;
}) {
  const { people, formToken, problem } = props;
  return (
    <Layout title="People">
      <h1>People of {props.operatorName}</h1>
      {problem === undefined ? null : (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {props.sendsMail ? null : <p>No mail is sent from here: nobody has set that up yet.</p>}
      <p>
        Owners get a mail when a connection needs them, when one was ended, and when they ask for a
        new link. An accountant’s link is for reading. The daily mail comes in the morning, and only
        when something needs somebody.
      </p>
      {people.length === 0 ? <p>Nobody yet. Add yourself below.</p> : null}
      <ul class="issues">
        {people.map((person) => (
          <PersonRow person={person} formToken={formToken} />
        ))}
      </ul>
      <AddForm formToken={formToken} />
      <BackToStatus />
    </Layout>
  );
}

function PersonRow({ person, formToken }: { person: Person; formToken: string }) {
  const { personId, email, name, role, digest, unsubscribedAt } = person;
  return (
    <li class="panel">
      <h2 class="row-title">{name ?? email}</h2>
      <p>
        {roleWords[role]}
        {name === undefined ? '' : `, ${email}`}. {digestWords(person)}
      </p>
      <div class="actions">
        {unsubscribedAt === undefined ? (
          <form method="post" action="/people/digest">
            <input type="hidden" name="form" value={formToken} />
            <input type="hidden" name="person" value={personId} />
            <input type="hidden" name="digest" value={digest ? 'no' : 'yes'} />
            <button class="button quiet" type="submit">
              {digest ? 'No daily mail' : 'Send the daily mail'}
              <span class="hidden"> to {name ?? email}</span>
            </button>
          </form>
        ) : null}
        <form method="post" action="/people/remove">
          <input type="hidden" name="form" value={formToken} />
          <input type="hidden" name="person" value={personId} />
          <button class="button quiet" type="submit">
            Take out<span class="hidden"> {name ?? email}</span>
          </button>
        </form>
      </div>
    </li>
  );
}

function digestWords({ digest, unsubscribedAt }: Person): string {
  if (unsubscribedAt !== undefined) return 'Ended the daily mail, and begins it again by the same mail.';
  return digest ? 'Gets the daily mail.' : 'Gets no daily mail.';
}

function AddForm({ formToken }: { formToken: string }) {
  return (
    <section class="panel narrow" aria-labelledby="add">
      <h2 id="add">Add somebody</h2>
      <form method="post" action="/people/add">
        <input type="hidden" name="form" value={formToken} />
        <p>
          <label for="email">E-mail address</label>
          <input id="email" name="email" type="email" required maxlength={254} autocomplete="email" />
        </p>
        <p>
          <label for="name">Name (may stay empty)</label>
          <input id="name" name="name" type="text" maxlength={80} autocomplete="name" />
        </p>
        <fieldset class="choices">
          <legend>Who is it?</legend>
          <div class="choice">
            <input type="radio" id="role-owner" name="role" value="owner" checked />
            <label for="role-owner">Owner: connects, decides, gets mails</label>
          </div>
          <div class="choice">
            <input type="radio" id="role-accountant" name="role" value="accountant" />
            <label for="role-accountant">Accountant: reads, gets the daily mail</label>
          </div>
        </fieldset>
        <button class="button" type="submit">
          Add
        </button>
      </form>
    </section>
  );
}
