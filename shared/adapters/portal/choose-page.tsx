import type { ChooseQuestion, ChooseView } from '../../domain/portal/choose-view.ts';
import type { NoticeView } from '../../domain/portal/issue-notices.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { type Frame, Layout } from './layout.tsx';
import { Button } from './parts/button.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead } from './parts/panel.tsx';

/** Asks which account or tax rate is to be used from now on; the answer changes the settings. */
export function ChoosePage(props: {
  view: ChooseView;
  frame: Frame;
  formToken: string;
  notice: NoticeView | undefined;
}) {
  const { view, formToken, notice } = props;
  return (
    <Layout title={view.title} frame={{ ...props.frame, current: 'needs-you' }}>
      <p>
        <a href={view.backHref}>Back to the documents</a>
      </p>
      <PageHead title={view.title} />
      {notice === undefined ? null : <Notice tone={notice.tone}>{notice.text}</Notice>}
      <p>
        {view.message} What you choose is kept in the settings and holds for all documents from now
        on. Those that are in {providerManifests[view.target].name} already stay as they are.
      </p>
      {view.questions.map((question, index) => (
        <Question view={view} question={question} index={index} formToken={formToken} />
      ))}
    </Layout>
  );
}

function Question(props: {
  view: ChooseView;
  question: ChooseQuestion;
  index: number;
  formToken: string;
}) {
  const { view, question, index, formToken } = props;
  const { code, legend, waits, choices } = question;
  const id = `choice-${index}`;
  if (choices.length === 0)
    return (
      <section class="panel">
        <h2>{legend}</h2>
        <p>
          There is none that fits. Add one in {providerManifests[view.target].name}, then look here
          again.
        </p>
      </section>
    );
  return (
    <section class="panel">
      <form method="post" action={`${view.backHref}/choose`}>
        <input type="hidden" name="form" value={formToken} />
        <input type="hidden" name="code" value={code} />
        <div class="field">
          <label for={id}>{legend}</label>
          <select id={id} name="value" required aria-describedby={`${id}-help`}>
            <option value="">Please choose</option>
            {choices.map(({ value, words }) => (
              <option value={value}>{words}</option>
            ))}
          </select>
          <p class="small" id={`${id}-help`}>
            {waits}
          </p>
        </div>
        <Button>Use it from now on, and send what waits</Button>
      </form>
    </section>
  );
}
