import type { Child } from 'hono/jsx';

/** Where there is nothing yet: why, and the next step. */
export function EmptyState(props: { title: string; message: string; children?: Child }) {
  return (
    <section class="panel empty">
      <h2>{props.title}</h2>
      <p>{props.message}</p>
      {props.children}
    </section>
  );
}
