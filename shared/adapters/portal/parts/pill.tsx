import type { Child } from 'hono/jsx';
import type { Tone } from '../../../domain/portal/tone.ts';

export function Pill(props: { tone?: Tone; children: Child }) {
  const { tone = 'plain', children } = props;
  return <span class={tone === 'plain' ? 'pill' : `pill ${tone}`}>{children}</span>;
}
