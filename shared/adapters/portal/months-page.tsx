import type { MonthLine, MonthsView } from '../../domain/portal/months-view.ts';
import type { ReconcileNotice } from '../../domain/portal/reconcile-notices.ts';
import { type Frame, Layout } from './layout.tsx';
import { ButtonForm, LinkButton } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { Table } from './parts/table.tsx';

/** Every month with what it came to on both sides. */
export function MonthsPage(props: {
  view: MonthsView;
  frame: Frame;
  formToken: string;
  notice: ReconcileNotice | undefined;
}) {
  const { view, formToken, notice } = props;
  return (
    <Layout title="Months" frame={{ ...props.frame, current: 'months' }}>
      <PageHead title="Months" aside={<CompareNow view={view} formToken={formToken} />} />
      {notice === undefined ? null : <Notice tone={notice.tone}>{notice.text}</Notice>}
      {view.lines.length === 0 ? <NoMonth /> : <Months view={view} />}
      {view.nextHref === undefined ? null : (
        <p>
          <LinkButton href={view.nextHref} look="second">
            Older months
          </LinkButton>
        </p>
      )}
    </Layout>
  );
}

function CompareNow({ view, formToken }: { view: MonthsView; formToken: string }) {
  if (view.isUnderWay) return <Pill>under way</Pill>;
  return (
    <ButtonForm action={`/months/${view.target}/prove`} formToken={formToken} look="second">
      Compare now
    </ButtonForm>
  );
}

function NoMonth() {
  return (
    <EmptyState
      title="No month yet"
      message="A month stands here once both sides were compared: in the night after you switched on, or when you compare now."
    />
  );
}

function Months({ view }: { view: MonthsView }) {
  const { sourceName, targetName } = view;
  return (
    <section class="panel" aria-label="Months">
      <Table
        caption="Invoices less credit notes, by the day of the document"
        columns={[
          { head: 'Month' },
          { head: sourceName, isNumber: true, isExtra: true },
          { head: targetName, isNumber: true, isExtra: true },
          { head: 'Difference', isNumber: true },
          { head: 'Result' },
          { head: 'Compared', isExtra: true },
          { head: 'Statement', isExtra: true },
        ]}
        rows={view.lines.map(cellsOf)}
      />
    </section>
  );
}

function cellsOf({ href, statementHref, name, standing, sums, proved }: MonthLine) {
  return [
    <a class="nowrap" href={href}>
      {name}
    </a>,
    <Lines words={sums.map(({ source }) => source)} />,
    <Lines words={sums.map(({ ledger }) => ledger)} />,
    <Lines words={sums.map(({ difference }) => difference)} />,
    <Pill tone={standing.tone}>{standing.words}</Pill>,
    <span class="small">{proved}</span>,
    <a href={statementHref} aria-label={`Statement, ${name}`}>
      Statement
    </a>,
  ];
}

function Lines({ words }: { words: readonly string[] }) {
  return (
    <>
      {words.map((word, at) => (
        <>
          {at === 0 ? null : <br />}
          {word}
        </>
      ))}
    </>
  );
}
