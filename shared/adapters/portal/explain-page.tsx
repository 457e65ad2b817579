import type { ExplainView } from '../../domain/explain/explain-view.ts';
import type { SideRow } from '../../domain/explain/side-rows.ts';
import { explainHref } from '../../domain/portal/explain-href.ts';
import type { NoticeView } from '../../domain/portal/issue-notices.ts';
import type { CalledRecord } from './explain-steps.ts';
import { type Frame, Layout } from './layout.tsx';
import { ButtonForm, LinkButton } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { More } from './parts/more.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { SearchBox } from './parts/search-box.tsx';
import { Table } from './parts/table.tsx';

interface Shown {
  view: ExplainView;
  frame: Frame;
  formToken: string;
  notice: NoticeView | undefined;
}

/** Why one record stands as it does: the answer first, both sides as they are now, and what happened. */
export function ExplainPage({ view, frame, formToken, notice }: Shown) {
  return (
    <Layout title={view.what} frame={{ ...frame, current: 'documents' }}>
      {notice === undefined ? null : <Notice tone={notice.tone}>{notice.text}</Notice>}
      <AnswerBand view={view} formToken={formToken} />
      <BothSides view={view} />
      <Story view={view} />
      <section class="panel" aria-label="Another document">
        <SearchBox />
      </section>
    </Layout>
  );
}

function AnswerBand({ view, formToken }: Pick<Shown, 'view' | 'formToken'>) {
  const { answer, remedyLink, reference, links, what } = view;
  const isPressed = answer.by === 'again';
  return (
    <section
      class={answer.tone === 'plain' ? 'panel band' : `panel band ${answer.tone}`}
      aria-labelledby="answer"
    >
      <h1 id="answer">{answer.sentence}</h1>
      <p>{answer.remedy}</p>
      <div class="actions">
        {remedyLink === undefined ? null : (
          <LinkButton href={remedyLink.href}>{remedyLink.words}</LinkButton>
        )}
        <ButtonForm
          action="/explain/again"
          formToken={formToken}
          fields={reference}
          look={isPressed ? 'primary' : 'second'}
          label={`Send it again: ${what}`}
        >
          Send it again
        </ButtonForm>
        {links.map(({ words, href }) => (
          <LinkButton href={href} look="quiet" isElsewhere>
            Open in {words}
          </LinkButton>
        ))}
      </div>
    </section>
  );
}

function BothSides({ view }: { view: ExplainView }) {
  const { rows, lines, unread, near } = view;
  return (
    <Panel
      id="sides"
      title="Both sides now"
      aside={
        near.length === 0 ? undefined : (
          <span class="small">
            {near.map(({ words, href }, at) => (
              <>
                {at === 0 ? null : ' · '}
                <a href={href}>{words}</a>
              </>
            ))}
          </span>
        )
      }
    >
      {unread.map((words) => (
        <p class="soft">{words}</p>
      ))}
      {rows.length === 0 ? (
        <p class="soft">Neither side shows it.</p>
      ) : (
        <Compared caption="As they were when this page was opened" rows={rows} view={view} />
      )}
      {lines.length === 0 ? null : (
        <More words={lines.length === 1 ? 'Its line' : `Its ${lines.length} lines`}>
          <Compared caption="Lines; each side may cut them as it likes" rows={lines} view={view} />
        </More>
      )}
    </Panel>
  );
}

function Compared(props: { caption: string; rows: readonly SideRow[]; view: ExplainView }) {
  const { caption, rows, view } = props;
  return (
    <Table
      caption={caption}
      columns={[{ head: 'What' }, { head: view.sourceName }, { head: view.targetName }]}
      rows={rows.map(({ what, source, ledger, isSame }) => [
        <span class="soft">{what}</span>,
        <Cell words={source} />,
        <>
          <Cell words={ledger} />
          {isSame === false ? (
            <>
              {' '}
              <Pill tone="warn">differs</Pill>
            </>
          ) : null}
        </>,
      ])}
    />
  );
}

function Cell({ words }: { words: string }) {
  if (words === '') return <span class="soft">–</span>;
  return <span class="num">{words}</span>;
}

function Story({ view }: { view: ExplainView }) {
  const { story, toldBackTo } = view;
  return (
    <Panel id="story" title="What happened">
      {story.length === 0 ? <p class="soft">Nothing that we know of.</p> : null}
      <ol class="rows story">
        {story.map(({ at, isoInstant, label, tone, words }) => (
          <li>
            <time class="when" datetime={isoInstant}>
              {at}
            </time>
            <span class="kind">
              <Pill tone={tone}>{label}</Pill>
            </span>
            <span class="grow">{words}</span>
          </li>
        ))}
      </ol>
      {toldBackTo === undefined ? null : (
        <p class="small">
          Of before {toldBackTo} this shows what the record itself tells of; the whole is in the{' '}
          <a href="/activity?about=documents&each=yes">activity</a>.
        </p>
      )}
    </Panel>
  );
}

/** Nobody, or several, are called so. */
export function CalledPage(props: { text: string; found: readonly CalledRecord[]; frame: Frame }) {
  const { text, found, frame } = props;
  return (
    <Layout title="Find a document" frame={{ ...frame, current: 'documents' }}>
      <PageHead title="Find a document" />
      <section class="panel" aria-label="Search">
        <SearchBox value={text} />
      </section>
      {found.length === 0 && text !== '' ? (
        <EmptyState
          title={`Nothing is called “${text}”`}
          message="Neither we, nor your books, nor the latest 300 invoices of the other side know this number."
        />
      ) : null}
      {found.length === 0 ? null : (
        <Panel id="found" title={`Several are called “${text}”`}>
          <ul class="rows">
            {found.map(({ reference, what, customer }) => (
              <li>
                <a class="grow" href={explainHref(reference)}>
                  {what}
                </a>
                {customer === undefined ? null : <span>{customer}</span>}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Layout>
  );
}
