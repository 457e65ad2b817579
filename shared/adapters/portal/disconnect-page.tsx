import type { DisconnectView } from '../../domain/portal/disconnect-view.ts';
import { Layout } from './layout.tsx';
import { BackToStatus } from './message-page.tsx';
import { ConfirmPage } from './parts/confirm-page.tsx';

/** Asks before a connection is ended; afterwards the same address confirms it, with the day. */
export function DisconnectPage(props: { view: DisconnectView; formToken: string }) {
  const { provider, title, paragraphs, buttonWords, keepWords = 'Go back' } = props.view;
  const told = paragraphs.map((paragraph) => <p>{paragraph}</p>);
  if (buttonWords === undefined)
    return (
      <Layout title={title}>
        <section class="panel narrow">
          <h1>{title}</h1>
          {told}
          <BackToStatus />
        </section>
      </Layout>
    );
  return (
    <ConfirmPage
      title={title}
      action={`/disconnect/${provider}`}
      formToken={props.formToken}
      keep={{ href: '/status', words: keepWords }}
      confirmWords={buttonWords}
    >
      {told}
    </ConfirmPage>
  );
}
