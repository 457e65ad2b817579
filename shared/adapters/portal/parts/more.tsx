import type { Child } from 'hono/jsx';

/** What most people need not read, one press away. */
export function More(props: { words: string; isOpen?: boolean; children: Child }) {
  return (
    <details open={props.isOpen}>
      <summary>{props.words}</summary>
      {props.children}
    </details>
  );
}
