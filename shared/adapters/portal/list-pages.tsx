import type { ActivityList, IssueList } from '../../domain/portal/list-views.ts';
import { Causes } from './issue-list.tsx';
import { Layout } from './layout.tsx';
import { BackToStatus } from './message-page.tsx';
import { ActivityRows } from './status-page.tsx';

/** What happened, page by page. */
export function ActivityPage({ list }: { list: ActivityList }) {
  return (
    <Layout title="Activity">
      <h1>Activity</h1>
      {list.activities.length === 0 ? (
        <p>Nothing here.</p>
      ) : (
        <ActivityRows activities={list.activities} />
      )}
      <Next href={list.nextHref} words="Earlier activity" />
      <BackToStatus />
    </Layout>
  );
}

/** Records that need a person, page by page. */
export function IssuesPage(props: { list: IssueList; formToken: string }) {
  const { causes, nextHref } = props.list;
  return (
    <Layout title="What needs your attention">
      <h1>What needs your attention</h1>
      {causes.length === 0 ? <p>Nothing here.</p> : null}
      <Causes causes={causes} formToken={props.formToken} isPart />
      <Next href={nextHref} words="More records" />
      <BackToStatus />
    </Layout>
  );
}

function Next(props: { href: string | undefined; words: string }) {
  return props.href === undefined ? null : (
    <p class="next">
      <a href={props.href}>{props.words}</a>
    </p>
  );
}
