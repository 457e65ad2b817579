import type { NoticeView } from '../../domain/portal/issue-notices.ts';
import {
  ageChoices,
  type IssueFilter,
  type IssuesView,
  queryOf,
} from '../../domain/portal/issue-views.ts';
import { DocumentRow } from './document-row.tsx';
import { IssueGroups } from './issue-list.tsx';
import { type Frame, Layout } from './layout.tsx';
import { Button } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { SelectField } from './parts/field.tsx';
import { More } from './parts/more.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';

/** What needs a person, by cause: one entry for a cause, however many documents wait for it. */
export function IssuesPage(props: {
  view: IssuesView;
  frame: Frame;
  formToken: string;
  notice: NoticeView | undefined;
}) {
  const { view, formToken, notice } = props;
  const { needs, groups, failures, filter } = view;
  const back = `/issues${queryOf(filter)}`;
  const frame = { ...props.frame, current: 'needs-you', needsYou: needs.records } as const;
  return (
    <Layout title="What needs your attention" frame={frame}>
      <PageHead
        title="What needs your attention"
        aside={needs.records === 0 ? null : <b class="num">{needsWords(view)}</b>}
      />
      {notice === undefined ? null : <Notice tone={notice.tone}>{notice.text}</Notice>}
      <Figures view={view} />
      <Filters filter={filter} sites={view.sites} action="/issues" />
      {groups.length === 0 ? (
        <EmptyState title="Nothing needs you" message={emptyWords(filter)} />
      ) : (
        <IssueGroups groups={groups} formToken={formToken} back={back} />
      )}
      {failures.length === 0 ? null : (
        <Panel id="failures" title="Failed, and not yours to mend">
          <p>
            Something failed at the other system, or with us. These are tried again by themselves
            where that can help. If one stays, tell support the number that stands beside it.
          </p>
          <IssueGroups groups={failures} formToken={formToken} back={back} />
        </Panel>
      )}
      <Accepted view={view} formToken={formToken} back={back} />
    </Layout>
  );
}

function needsWords({ needs }: IssuesView): string {
  const records = needs.records === 1 ? '1 record' : `${needs.records} records`;
  return [records, ...needs.sums].join(' · ');
}

function emptyWords({ site, olderThanDays }: IssueFilter): string {
  return site === undefined && olderThanDays === undefined
    ? 'Everything that reached us went through, or goes by itself.'
    : 'Nothing of that site and age. Without the filter there may be more.';
}

/** How far to trust the figures, where not all records were read for them. */
function Figures({ view }: { view: IssuesView }) {
  if (view.countedAt !== undefined)
    return (
      <p class="small">
        These figures are of {view.countedAt}; they are counted anew within the hour.
      </p>
    );
  if (!view.isPart) return null;
  return <p class="small">These are the figures of the first records; there are more.</p>;
}

export function Filters(props: { filter: IssueFilter; sites: string[]; action: string }) {
  const { filter, sites, action } = props;
  if (sites.length < 2 && filter.site === undefined && filter.olderThanDays === undefined)
    return null;
  return (
    <form class="filters" method="get" action={action}>
      <SelectField
        name="site"
        label="Site"
        value={filter.site ?? ''}
        options={[
          { value: '', words: 'All sites' },
          ...sites.map((site) => ({ value: site, words: site })),
        ]}
      />
      <SelectField
        name="age"
        label="Waiting"
        value={filter.olderThanDays === undefined ? '' : String(filter.olderThanDays)}
        options={[
          { value: '', words: 'However long' },
          ...ageChoices.map((days) => ({
            value: String(days),
            words: days === 1 ? 'A day or longer' : `${days} days or longer`,
          })),
        ]}
      />
      <Button look="second">Show</Button>
    </form>
  );
}

/** Left as they are, each with its reason; a person can take that back. */
function Accepted(props: { view: IssuesView; formToken: string; back: string }) {
  const { accepted } = props.view;
  if (accepted.count === 0) return null;
  return (
    <section class="panel" aria-labelledby="accepted">
      <h2 id="accepted">Left as they are</h2>
      <More words={accepted.count === 1 ? 'One record' : `${accepted.count} records`}>
        <ul class="rows">
          {accepted.rows.map((row) => (
            <DocumentRow row={row} formToken={props.formToken} back={props.back} />
          ))}
        </ul>
      </More>
    </section>
  );
}
