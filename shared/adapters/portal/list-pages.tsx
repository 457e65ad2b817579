import { activityTopics, topicWords } from '../../domain/portal/activity-topics.ts';
import type { ActivityList, IssueList } from '../../domain/portal/list-views.ts';
import { Causes } from './issue-list.tsx';
import { type Frame, Layout } from './layout.tsx';
import { Button } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { SelectField } from './parts/field.tsx';
import { PageHead } from './parts/panel.tsx';

/** What happened, page by page. */
export function ActivityPage({ list, frame }: { list: ActivityList; frame: Frame }) {
  return (
    <Layout title="Activity" frame={{ ...frame, current: 'activity' }}>
      <PageHead title="Activity" />
      <form class="panel filters" action="/activity">
        <SelectField
          name="about"
          label="About"
          value={list.topic ?? ''}
          options={[
            { value: '', words: 'Everything' },
            ...activityTopics.map((value) => ({ value, words: topicWords[value] })),
          ]}
        />
        <Button look="second">Show</Button>
      </form>
      {list.activities.length === 0 ? (
        <EmptyState title="Nothing here" message="What happens from now on appears here." />
      ) : (
        <section class="panel" aria-label="Activity">
          <ul class="rows">
            {list.activities.map(({ at, text }) => (
              <li>
                <span class="when">{at}</span> <span class="grow">{text}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Next href={list.nextHref} words="Earlier activity" />
    </Layout>
  );
}

/** Records that need a person, page by page. */
export function IssuesPage(props: { list: IssueList; frame: Frame; formToken: string }) {
  const { causes, nextHref } = props.list;
  return (
    <Layout title="What needs you" frame={{ ...props.frame, current: 'needs-you' }}>
      <PageHead title="What needs you" />
      {causes.length === 0 ? (
        <EmptyState title="Nothing at the moment" message="Every document went through." />
      ) : null}
      <Causes causes={causes} formToken={props.formToken} isPart />
      <Next href={nextHref} words="More records" />
    </Layout>
  );
}

function Next(props: { href: string | undefined; words: string }) {
  return props.href === undefined ? null : (
    <p>
      <a href={props.href}>{props.words}</a>
    </p>
  );
}
