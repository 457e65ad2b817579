import { Button } from './button.tsx';
import { TextField } from './field.tsx';

/** Looks among all documents. Where to is in no log: only routes are, never what was asked for. */
export function SearchBox(props: { value?: string }) {
  return (
    <search>
      <form class="filters find" action="/documents">
        <TextField
          name="q"
          type="search"
          label="Find a document by number, customer, site or amount"
          value={props.value}
          isWide
        />
        <Button look="second">Search</Button>
      </form>
    </search>
  );
}
