import type { AccountChoice, AccountOption } from '../../domain/portal/account-choice.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { Layout } from './layout.tsx';

/** Asks which of several companies belongs to the operator: a silent choice could be the wrong books. */
export function ChoicePage(props: {
  choice: AccountChoice;
  formToken: string;
  /** The form was sent without an answer. */
  isUnanswered: boolean;
}) {
  const { provider, operatorName, options } = props.choice;
  const title = `Which company is ${operatorName}?`;
  return (
    <Layout title={title}>
      <section class="panel narrow">
        <h1>{title}</h1>
        {props.isUnanswered ? (
          <p class="problem" role="alert">
            Choose one of the companies, or none of them.
          </p>
        ) : null}
        <p>
          {options.length === 1
            ? `${providerManifests[provider].name} does not say whether this is the company that you meant.`
            : `${providerManifests[provider].name} lets us work with more than one company of yours.`}{' '}
          Rollerdoor connects exactly one. Access to the others that you allowed just now is given
          back at once.
        </p>
        <form method="post" action={`/choose/${provider}`}>
          <input type="hidden" name="form" value={props.formToken} />
          <fieldset class="choices">
            <legend>Companies in {providerManifests[provider].name}</legend>
            {options.map((option, index) => (
              <Option option={option} id={`company-${index + 1}`} />
            ))}
          </fieldset>
          <div class="actions">
            <button class="button" type="submit" name="decision" value="connect">
              Connect this company
            </button>
            <button
              class="button quiet"
              type="submit"
              name="decision"
              value="none"
              formnovalidate={true}
            >
              None of these
            </button>
          </div>
        </form>
        <p class="small">
          Nothing is connected until you answer. After 10 minutes access is given back by itself.
        </p>
      </section>
    </Layout>
  );
}

function Option(props: { option: AccountOption; id: string }) {
  const { accountId, name, isBestMatch } = props.option;
  return (
    <div class="choice">
      <input
        type="radio"
        id={props.id}
        name="account"
        value={accountId}
        required
        checked={isBestMatch}
      />
      <label for={props.id}>
        {name}
        {isBestMatch ? <span class="small">Its name fits best</span> : null}
      </label>
    </div>
  );
}
