/** Asks for a new link by mail; there is nothing to type, as it goes to stored addresses only. */
export function NewLinkForm(props: { link?: string; back?: string }) {
  return (
    <form method="post" action="/new-link">
      {props.link === undefined ? null : <input type="hidden" name="link" value={props.link} />}
      {props.back === undefined ? null : <input type="hidden" name="back" value={props.back} />}
      <button class="button" type="submit">
        Send me a new link
      </button>
    </form>
  );
}
