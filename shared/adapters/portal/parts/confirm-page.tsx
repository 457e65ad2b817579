import type { Child } from 'hono/jsx';
import { type Frame, Layout } from '../layout.tsx';
import { Button, LinkButton } from './button.tsx';

/** Asks before what cannot be undone; the way back is the louder of the two. */
export function ConfirmPage(props: {
  title: string;
  frame?: Frame | undefined;
  action: string;
  formToken: string;
  fields?: Record<string, string>;
  keep: { href: string; words: string };
  confirmWords: string;
  children: Child;
}) {
  const { title, frame, action, formToken, fields = {}, keep, confirmWords, children } = props;
  return (
    <Layout title={title} frame={frame}>
      <section class="panel narrow">
        <h1>{title}</h1>
        {children}
        <form method="post" action={action}>
          <input type="hidden" name="form" value={formToken} />
          {Object.entries(fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <div class="actions">
            <LinkButton href={keep.href}>{keep.words}</LinkButton>
            <Button look="danger">{confirmWords}</Button>
          </div>
        </form>
      </section>
    </Layout>
  );
}
