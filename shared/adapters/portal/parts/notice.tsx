import type { Child } from 'hono/jsx';

/** What became of the press, on the page where it was pressed. */
export function Notice(props: { tone?: 'ok' | 'warn' | 'bad'; children: Child }) {
  const { tone = 'ok', children } = props;
  return (
    <div
      class={tone === 'ok' ? 'notice' : `notice ${tone}`}
      role={tone === 'bad' ? 'alert' : 'status'}
    >
      {children}
    </div>
  );
}
