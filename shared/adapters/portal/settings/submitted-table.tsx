import type { Child } from 'hono/jsx';

/** A table of inputs with two columns, which fits a phone. */
export function SubmittedTable(props: {
  caption: string;
  heads: [string, string];
  children: Child;
}) {
  const [first, second] = props.heads;
  return (
    <table class="inputs">
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{second}</th>
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  );
}
