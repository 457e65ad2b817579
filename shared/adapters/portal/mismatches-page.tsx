import {
  classFigure,
  type MismatchesView,
  type MismatchRow,
} from '../../domain/portal/mismatches-view.ts';
import type { ReconcileNotice } from '../../domain/portal/reconcile-notices.ts';
import { type Frame, Layout } from './layout.tsx';
import { RepairAll } from './month-page.tsx';
import { Button, LinkButton } from './parts/button.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead } from './parts/panel.tsx';

/** Mismatches of one class in a month: what helps, and each of them. */
export function MismatchesPage(props: {
  view: MismatchesView;
  frame: Frame;
  formToken: string;
  notice: ReconcileNotice | undefined;
}) {
  const { view, formToken, notice } = props;
  return (
    <Layout title={view.title} frame={{ ...props.frame, current: 'months' }}>
      <p>
        <a href={view.hrefs.month}>{view.monthTitle}</a>
      </p>
      <PageHead title={view.title} aside={view.sum === '' ? null : <b class="num">{view.sum}</b>} />
      {notice === undefined ? null : <Notice tone={notice.tone}>{notice.text}</Notice>}
      <section class="panel" aria-labelledby="remedy">
        <h2 id="remedy">What helps</h2>
        <p>{view.meaning}</p>
        <p>{view.remedy}</p>
        <p class="small">{classFigure(view)}</p>
        <RepairAll row={view} target={view.target} month={view.month} formToken={formToken} />
      </section>
      <section class="panel" aria-labelledby="records">
        <h2 id="records">Records</h2>
        <ul class="rows">
          {view.rows.map((row, at) => (
            <li>
              <Row row={row} view={view} formToken={formToken} id={`why-${at}`} />
            </li>
          ))}
        </ul>
        {view.hrefs.next === undefined ? null : (
          <p class="actions">
            <LinkButton href={view.hrefs.next} look="second">
              More of them
            </LinkButton>
          </p>
        )}
        {view.untold === undefined ? null : (
          <p class="small">
            {view.untold} more have no room in this list. They appear when these are gone; the file
            of the month has every document.
          </p>
        )}
      </section>
    </Layout>
  );
}

interface RowProps {
  row: MismatchRow;
  view: MismatchesView;
  formToken: string;
  id: string;
}

function Row(props: RowProps) {
  const { what, facts, sides, difference, explainHref } = props.row;
  return (
    <>
      <div class="grow">
        <p>
          <strong>{what}</strong>
        </p>
        {facts === '' ? null : <p>{facts}</p>}
        {sides.map((side) => (
          <p class="small">{side}</p>
        ))}
        {explainHref === undefined ? null : (
          <p class="small">
            <a href={explainHref} aria-label={`What happened with it: ${what}`}>
              What happened with it
            </a>
          </p>
        )}
      </div>
      {difference === undefined ? null : <span class="sum">{difference}</span>}
      <Presses {...props} />
    </>
  );
}

/** One form with two presses, so that a page of fifty stays small. */
function Presses({ row, view, formToken, id }: RowProps) {
  if (!row.canRepair && !row.canAccept) return null;
  const base = `/months/${view.target}/${view.month}`;
  const fields = { form: formToken, class: view.class, ...row.reference };
  return (
    <form class="of-record" method="post" action={`${base}/repair`}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {row.canRepair ? (
        <Button look="second" label={`Repair it now: ${row.what}`}>
          Repair it now
        </Button>
      ) : null}
      {row.canAccept ? (
        <details>
          <summary>Accept it</summary>
          <label for={id}>Why?</label>
          <input id={id} name="reason" type="text" maxlength={200} />
          <button
            class="button quiet"
            type="submit"
            formaction={`${base}/accept`}
            aria-label={`Accept it: ${row.what}`}
          >
            Accept it
          </button>
        </details>
      ) : null}
    </form>
  );
}
