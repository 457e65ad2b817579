import type { Child } from 'hono/jsx';
import { type Frame, Layout } from './layout.tsx';

/** One thing to say, and at most one way on. */
export function MessagePage(props: {
  title: string;
  message: string;
  /** Of a visit. */
  frame?: Frame | undefined;
  children?: Child;
}) {
  return (
    <Layout title={props.title} frame={props.frame}>
      <section class="panel narrow">
        <h1>{props.title}</h1>
        <p>{props.message}</p>
        {props.children}
      </section>
    </Layout>
  );
}

/** The way on for whoever has no visit (any more). */
export function AskForLink() {
  return (
    <p>
      To go on, open the link that was sent to you by e-mail. If it is no longer good, its page
      tells how to get a new one; if you have none, ask whoever set Rollerdoor up for you.
    </p>
  );
}

/** The way back for whoever still has a visit. */
export function BackToStatus() {
  return (
    <p>
      <a class="button" href="/status">
        Go to your connections
      </a>
    </p>
  );
}
