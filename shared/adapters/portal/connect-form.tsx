import { ButtonForm } from './parts/button.tsx';

/** A button that leads to the provider's own page. Posted, so that no other site can press it. */
export function ConnectForm(props: {
  provider: string;
  formToken: string;
  words: string;
  isQuiet?: boolean;
  mayBeOtherAccount?: boolean;
  isForFewerScopes?: boolean;
}) {
  const { provider, formToken, words, isQuiet, mayBeOtherAccount, isForFewerScopes } = props;
  const fields = {
    ...(mayBeOtherAccount ? { switch: 'yes' } : {}),
    ...(isForFewerScopes ? { scopes: 'fewer' } : {}),
  };
  return (
    <ButtonForm
      action={`/connect/${provider}`}
      formToken={formToken}
      fields={fields}
      look={isQuiet ? 'second' : 'primary'}
    >
      {words}
    </ButtonForm>
  );
}
