import type { Child } from 'hono/jsx';

/** A section with its heading, and on the right of it what leads to more. */
export function Panel(props: { id: string; title: string; aside?: Child; children: Child }) {
  const { id, title, aside, children } = props;
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** The heading of a page, with what leads to more on the right. */
export function PageHead(props: { title: string; aside?: Child }) {
  return (
    <div class="head">
      <h1>{props.title}</h1>
      {props.aside}
    </div>
  );
}
