import type { Child } from 'hono/jsx';

/** Numbered steps of a first run; those that are done have a tick, and one is the next. */
export function Steps(props: {
  label: string;
  steps: ReadonlyArray<{ title: string; state: 'done' | 'now' | 'later'; body?: Child }>;
}) {
  return (
    <ol class="steps" aria-label={props.label}>
      {props.steps.map(({ title, state, body }) => (
        <li
          class={state === 'later' ? undefined : state}
          aria-current={state === 'now' ? 'step' : undefined}
        >
          <h3>
            {title}
            {state === 'done' ? <span class="small"> · done</span> : null}
          </h3>
          {body}
        </li>
      ))}
    </ol>
  );
}
