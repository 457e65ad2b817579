import type { DisconnectView } from '../../domain/portal/disconnect-view.ts';
import { type Frame, Layout } from './layout.tsx';
import { BackToStatus } from './message-page.tsx';
import { ConfirmPage } from './parts/confirm-page.tsx';

/** Asks before a connection is ended; afterwards the same address confirms it, with the day. */
export function DisconnectPage(props: {
  view: DisconnectView;
  frame: Frame | undefined;
  formToken: string;
}) {
  const { provider, title, paragraphs, buttonWords, keepWords = 'Go back' } = props.view;
  const frame = props.frame && ({ ...props.frame, current: 'connections' } as const);
  const told = paragraphs.map((paragraph) => <p>{paragraph}</p>);
  if (buttonWords === undefined)
    return (
      <Layout title={title} frame={frame}>
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
      frame={frame}
      action={`/disconnect/${provider}`}
      formToken={props.formToken}
      keep={{ href: '/connections', words: keepWords }}
      confirmWords={buttonWords}
    >
      {told}
    </ConfirmPage>
  );
}
