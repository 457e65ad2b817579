import type { NoticeView } from '../../domain/portal/issue-notices.ts';
import { type CauseView, queryOf } from '../../domain/portal/issue-views.ts';
import { DocumentRow } from './document-row.tsx';
import { figureWords, Ways } from './issue-list.tsx';
import { Filters } from './issues-page.tsx';
import { type Frame, Layout } from './layout.tsx';
import { Button } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead } from './parts/panel.tsx';

/** One cause: what helps, and its documents. */
export function CausePage(props: {
  view: CauseView;
  frame: Frame;
  formToken: string;
  notice: NoticeView | undefined;
}) {
  const { view, formToken, notice } = props;
  const { group, rows, href } = view;
  const frame = { ...props.frame, current: 'needs-you' } as const;
  return (
    <Layout title={group.message} frame={frame}>
      <p>
        <a href="/issues">All that needs your attention</a>
      </p>
      <PageHead
        title={group.message}
        aside={group.sums.length === 0 ? null : <b class="num">{group.sums.join(', ')}</b>}
      />
      {notice === undefined ? null : <Notice tone={notice.tone}>{notice.text}</Notice>}
      <section class="panel" aria-labelledby="remedy">
        <h2 id="remedy">What helps</h2>
        {group.held === undefined ? null : <p>{group.held}</p>}
        <p>{group.remedy}</p>
        <p class="small">{figureWords(group)}</p>
        <Ways group={group} formToken={formToken} back={href} />
        <LeaveAll view={view} formToken={formToken} />
      </section>
      <Filters filter={view.filter} sites={view.sites} action={group.href} />
      <section class="panel" aria-labelledby="documents">
        <h2 id="documents">Documents</h2>
        {rows.length === 0 ? (
          <EmptyState
            title="None here"
            message="None of the records that were looked at is of this site and age."
          />
        ) : (
          <ul class="rows">
            {rows.map((row) => (
              <DocumentRow
                row={row}
                formToken={formToken}
                back={href}
                commonMessage={group.message}
                isFailure={group.isFailure}
              />
            ))}
          </ul>
        )}
        {view.nextHref === undefined ? null : (
          <p class="next">
            <a href={view.nextHref}>More documents</a>
          </p>
        )}
      </section>
    </Layout>
  );
}

/**
 * All of them at once, for one reason; each can be put back on the list. Not where a filter shows a part of
 * them: the press would mean others, too.
 */
function LeaveAll({ view, formToken }: { view: CauseView; formToken: string }) {
  const { group, href, seenAt } = view;
  const { target, cause, count, message } = group;
  if (count < 2 || queryOf(view.filter) !== '') return null;
  const fields = { form: formToken, target, cause, seenAt, back: href };
  return (
    <details>
      <summary>Leave all {count} as they are</summary>
      <form method="post" action="/issues/accept-cause">
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p class="small">
          They go from this list and are tried no more, until one changes or you put it back. At
          most 300 with one press.
        </p>
        <div class="field">
          <label for="why-all">Why?</label>
          <input id="why-all" name="reason" type="text" maxlength={200} required />
        </div>
        <Button look="second" label={`Leave all ${count}: ${message}`}>
          Leave all {count}
        </Button>
      </form>
    </details>
  );
}
