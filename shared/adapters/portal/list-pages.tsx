import { activityTopics, topicWords } from '../../domain/portal/activity-topics.ts';
import type { ActivityList } from '../../domain/portal/list-views.ts';
import { type Frame, Layout } from './layout.tsx';
import { Button } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { SelectField, TickField } from './parts/field.tsx';
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
        <TickField name="each" label="Every single step" isTicked={list.isEach} />
        <Button look="second">Show</Button>
      </form>
      {list.activities.length === 0 ? (
        <EmptyState title="Nothing here" message="What happens from now on appears here." />
      ) : (
        <section class="panel" aria-label="Activity">
          <ul class="rows">
            {list.activities.map(({ at, text, sum }) => (
              <li>
                <span class="when">{at}</span> <span class="grow">{text}</span>
                {sum === undefined ? null : <span class="sum">{sum}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Next href={list.nextHref} words="Earlier activity" />
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
