import type { ActivityList } from '../../domain/portal/list-views.ts';
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

function Next(props: { href: string | undefined; words: string }) {
  return props.href === undefined ? null : (
    <p class="next">
      <a href={props.href}>{props.words}</a>
    </p>
  );
}
