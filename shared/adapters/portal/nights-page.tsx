import type { NightLine, NightsView } from '../../domain/portal/nights-view.ts';
import type { ReconcileNotice } from '../../domain/portal/reconcile-notices.ts';
import { type Frame, Layout } from './layout.tsx';
import { ButtonForm } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { Sparkline } from './parts/sparkline.tsx';
import { Table } from './parts/table.tsx';

/** Every night in which both sides were compared. */
export function NightsPage(props: {
  view: NightsView;
  frame: Frame;
  formToken: string;
  notice: ReconcileNotice | undefined;
}) {
  const { view, formToken, notice } = props;
  return (
    <Layout title="Nights" frame={{ ...props.frame, current: 'nights' }}>
      <PageHead title="Nights" aside={<CompareNow view={view} formToken={formToken} />} />
      {notice === undefined ? null : <Notice tone={notice.tone}>{notice.text}</Notice>}
      <p>
        Every night {view.sourceName} and {view.targetName} are compared by money: this month, the
        one before, and of the older ones so many that each has its turn within 31 nights.
      </p>
      {view.lines.length === 0 ? <NoNight /> : <Nights view={view} />}
    </Layout>
  );
}

function CompareNow({ view, formToken }: { view: NightsView; formToken: string }) {
  if (view.isUnderWay) return <Pill>under way</Pill>;
  return (
    <ButtonForm action={`/nights/${view.target}/prove`} formToken={formToken} look="second">
      Compare now
    </ButtonForm>
  );
}

function NoNight() {
  return (
    <EmptyState
      title="No night yet"
      message="The first comparison is made in the night after you switched on. You can also compare now."
    />
  );
}

function Nights({ view }: { view: NightsView }) {
  return (
    <Panel id="spark" title="Mismatches, the last 31 nights">
      <Sparkline
        id="spark-title"
        title={view.sparkTitle}
        values={view.points.map(({ found }) => ({ value: found }))}
      />
      <p class="small">{view.sparkTitle}</p>
      <Table
        caption="The latest first"
        columns={[
          { head: 'Night' },
          { head: 'Result' },
          { head: 'Repaired', isNumber: true },
          { head: 'Time', isExtra: true },
          { head: 'Months', isExtra: true },
          { head: `Calls to ${view.sourceName}`, isNumber: true, isExtra: true },
          { head: `to ${view.targetName}`, isNumber: true, isExtra: true },
        ]}
        rows={view.lines.map(cellsOf)}
      />
    </Panel>
  );
}

function cellsOf({ href, day, time, standing, months, repaired, calls }: NightLine) {
  return [
    <a class="nowrap" href={href}>
      {day}
    </a>,
    <Pill tone={standing.tone}>{standing.words}</Pill>,
    String(repaired),
    <span class="nowrap">{time}</span>,
    <span class="nowrap">{months}</span>,
    String(calls.source),
    String(calls.ledger),
  ];
}
