import type { DisconnectView } from '../../domain/portal/disconnect-view.ts';
import { Layout } from './layout.tsx';
import { BackToStatus } from './message-page.tsx';

/** Asks before a connection is ended; afterwards the same address confirms it, with the day. */
export function DisconnectPage(props: { view: DisconnectView; formToken: string }) {
  const { provider, title, paragraphs, buttonWords } = props.view;
  return (
    <Layout title={title}>
      <section class="panel narrow">
        <h1>{title}</h1>
        {paragraphs.map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        {buttonWords === undefined ? (
          <BackToStatus />
        ) : (
          <>
            <p>
              <a class="button" href="/status">
                {props.view.keepWords}
              </a>
            </p>
            <form method="post" action={`/disconnect/${provider}`}>
              <input type="hidden" name="form" value={props.formToken} />
              <button class="button danger" type="submit">
                {buttonWords}
              </button>
            </form>
          </>
        )}
      </section>
    </Layout>
  );
}
