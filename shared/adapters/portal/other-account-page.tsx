import type { Provider } from '../../contracts/ids.ts';
import { givenBackWords } from '../../domain/portal/account-words.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { ConnectForm } from './connect-form.tsx';
import { Layout } from './layout.tsx';
import { BackToStatus } from './message-page.tsx';

/** Two companies' books must never mix by a slip, so another company is asked for twice. */
export function OtherAccountPage(props: {
  account: {
    provider: Provider;
    before: string;
    now: string;
    givenBack?: string[];
  };
  /** Absent when the visit is over: then nothing can be confirmed. */
  formToken: string | undefined;
}) {
  const { provider, before, now, givenBack = [] } = props.account;
  const { name, otherAccountWords } = providerManifests[provider];
  return (
    <Layout title="Another company was chosen">
      <section class="panel narrow">
        <h1>Another company was chosen</h1>
        <p>
          Until now {name} was connected for <strong>{before}</strong>. This time you allowed access
          to <strong>{now}</strong>. Nothing was changed. {givenBackWords(givenBack)}
        </p>
        <p>
          If that was a slip, go back, connect again and choose {before}; where {name} shows it as
          connected already, just continue there. If you are not asked at all, sign out of {name}{' '}
          first.
        </p>
        <BackToStatus />
        {props.formToken === undefined ? null : (
          <>
            <p>
              If you really want to change to another company, {otherAccountWords} You may be asked
              to give permission once more.
            </p>
            <ConnectForm
              provider={provider}
              formToken={props.formToken}
              words={`Change to ${now}`}
              isQuiet
              mayBeOtherAccount
            />
          </>
        )}
      </section>
    </Layout>
  );
}
