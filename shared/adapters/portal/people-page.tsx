import type { People, Person } from '../../contracts/people-item.ts';
import { type Frame, Layout } from './layout.tsx';
import { Button, ButtonForm } from './parts/button.tsx';
import { RadioField, TextField } from './parts/field.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';

const roleWords = { owner: 'Owner', accountant: 'Accountant' } as const;

/** Who is written to, and about what. */
export function PeoplePage(props: {
  frame: Frame;
  people: People['people'];
  formToken: string;
  sendsMail: boolean;
  problem: string | undefined;
}) {
  const { people, formToken, problem } = props;
  return (
    <Layout title="People" frame={{ ...props.frame, current: 'people' }}>
      <PageHead title="People" />
      {problem === undefined ? null : <Notice tone="bad">{problem}</Notice>}
      {props.sendsMail ? null : (
        <Notice tone="warn">No mail is sent from here: nobody has set that up yet.</Notice>
      )}
      <p>
        Owners get a mail when a connection needs them, when one was ended, and when they ask for a
        new link. An accountant’s link is for reading. The daily mail comes in the morning, and only
        when something needs somebody. Links that were mailed to somebody end when you take them
        out.
      </p>
      <Panel id="people" title="Who is written to">
        {people.length === 0 ? (
          <p class="soft">Nobody yet. Add yourself below.</p>
        ) : (
          <ul class="rows">
            {people.map((person) => (
              <PersonRow person={person} formToken={formToken} />
            ))}
          </ul>
        )}
      </Panel>
      <AddForm formToken={formToken} />
    </Layout>
  );
}

function PersonRow({ person, formToken }: { person: Person; formToken: string }) {
  const { personId, email, name = email, role, digest, unsubscribedAt } = person;
  return (
    <li>
      <div class="grow">
        <h3>{name}</h3>
        <p class="small">
          {roleWords[role]}
          {name === email ? '' : `, ${email}`}. {digestWords(person)}
        </p>
      </div>
      <div class="actions">
        {unsubscribedAt === undefined ? (
          <ButtonForm
            action="/people/digest"
            formToken={formToken}
            fields={{ person: personId, digest: digest ? 'no' : 'yes' }}
            look="quiet"
            label={`${digest ? 'No daily mail' : 'Send the daily mail'} to ${name}`}
          >
            {digest ? 'No daily mail' : 'Send the daily mail'}
          </ButtonForm>
        ) : null}
        <ButtonForm
          action="/people/remove"
          formToken={formToken}
          fields={{ person: personId }}
          look="quiet"
          label={`Take out ${name}`}
        >
          Take out
        </ButtonForm>
      </div>
    </li>
  );
}

function digestWords({ digest, unsubscribedAt }: Person): string {
  if (unsubscribedAt !== undefined)
    return 'Ended the daily mail, and can begin it again by the link in one of them.';
  return digest ? 'Gets the daily mail.' : 'Gets no daily mail.';
}

function AddForm({ formToken }: { formToken: string }) {
  return (
    <Panel id="add" title="Add somebody">
      <form method="post" action="/people/add">
        <input type="hidden" name="form" value={formToken} />
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          isRequired
          autocomplete="email"
        />
        <TextField name="name" label="Name" help="It may stay empty." autocomplete="name" />
        <RadioField
          name="role"
          legend="Who is it?"
          value="owner"
          options={[
            { value: 'owner', words: 'Owner', help: 'Connects, decides, and is told of both.' },
            { value: 'accountant', words: 'Accountant', help: 'Reads, and gets the daily mail.' },
          ]}
        />
        <Button>Add</Button>
      </form>
    </Panel>
  );
}
