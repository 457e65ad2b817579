/** A button that leads to the provider's own page. Posted, so that no other site can press it. */
export function ConnectForm(props: {
  provider: string;
  formToken: string;
  words: string;
  isQuiet?: boolean;
  mayBeOtherAccount?: boolean;
  isForFewerScopes?: boolean;
}) {
  return (
    <form method="post" action={`/connect/${props.provider}`}>
      <input type="hidden" name="form" value={props.formToken} />
      {props.mayBeOtherAccount ? <input type="hidden" name="switch" value="yes" /> : null}
      {props.isForFewerScopes ? <input type="hidden" name="scopes" value="fewer" /> : null}
      <button class={props.isQuiet ? 'button quiet' : 'button'} type="submit">
        {props.words}
      </button>
    </form>
  );
}
