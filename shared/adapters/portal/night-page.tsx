import type { NightView, RunView } from '../../domain/portal/night-view.ts';
import { type Frame, Layout } from './layout.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { PageHead, Panel } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { Table } from './parts/table.tsx';

/** What the runs of one day found, repaired and took. */
export function NightPage({ view, frame }: { view: NightView; frame: Frame }) {
  return (
    <Layout title={view.title} frame={{ ...frame, current: 'nights' }}>
      <p>
        <a href={view.href}>All nights</a>
      </p>
      <PageHead title={view.title} />
      {view.runs.length === 0 ? (
        <EmptyState title="Not kept" message="No comparison of that day is kept." />
      ) : null}
      {view.runs.map((run, at) => (
        <Run run={run} id={`run-${at}`} />
      ))}
    </Layout>
  );
}

function Run({ run, id }: { run: RunView; id: string }) {
  const { standing, facts, found, provedMonths, beside } = run;
  return (
    <Panel
      id={id}
      title={`${run.title}, ${run.time}`}
      aside={<Pill tone={standing.tone}>{standing.words}</Pill>}
    >
      <div class="two">
        <dl>
          {facts.map(({ name, words }) => (
            <>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </>
          ))}
        </dl>
        <div class="stack">
          {found.length === 0 ? null : (
            <Table
              caption="Found"
              columns={[{ head: 'What' }, { head: 'Records', isNumber: true }]}
              rows={found.map(({ title, count }) => [title, String(count)])}
            />
          )}
          {beside.length === 0 ? null : (
            <Table
              caption="Records of no month that was compared"
              columns={[{ head: 'Record' }, { head: 'What is not the same' }]}
              rows={beside.map(({ what, title, href }) => [
                href === undefined ? what : <a href={href}>{what}</a>,
                title,
              ])}
            />
          )}
          {provedMonths.length === 0 ? null : (
            <div>
              <h3>Months compared</h3>
              <ul class="plain">
                {provedMonths.map(({ words, href }) => (
                  <li>
                    <a href={href}>{words}</a>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      </div>
    </Panel>
  );
}
