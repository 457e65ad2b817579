import type { Child } from 'hono/jsx';

/** How a thing stands. A colour never says it alone: the words beside it do. */
export type Tone = 'ok' | 'warn' | 'bad' | 'plain';

export function Pill(props: { tone?: Tone; children: Child }) {
  const { tone = 'plain', children } = props;
  return <span class={tone === 'plain' ? 'pill' : `pill ${tone}`}>{children}</span>;
}
