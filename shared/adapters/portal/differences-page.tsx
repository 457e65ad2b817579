import type { DifferenceRow, DifferencesView } from '../../domain/portal/difference-view.ts';
import { explainHref } from '../../domain/portal/explain-href.ts';
import { type Frame, Layout } from './layout.tsx';
import { ButtonForm } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead } from './parts/panel.tsx';

/** What somebody changed in the books by hand: nothing is written over it, and a person may accept it. */
export function DifferencesPage(props: {
  view: DifferencesView;
  frame: Frame;
  formToken: string;
  notice: string | undefined;
}) {
  const { view, formToken, notice } = props;
  const { rows, nextHref } = view;
  return (
    <Layout title="Edited by hand" frame={{ ...props.frame, current: 'differences' }}>
      <PageHead title="Edited by hand" />
      {notice === undefined ? null : <Notice>{notice}</Notice>}
      <p>
        These stand in your books otherwise than they were sent, because somebody changed them
        there. Nothing is ever written over that. Put it back there and it leaves this list by
        itself, or accept it as it stands.
      </p>
      {rows.length === 0 ? (
        <EmptyState title="Nothing here" message="Your books stand as they were sent." />
      ) : null}
      {rows.map((row) => (
        <Row row={row} formToken={formToken} />
      ))}
      {nextHref === undefined ? null : (
        <p class="next">
          <a href={nextHref}>More of them</a>
        </p>
      )}
    </Layout>
  );
}

function Row({ row, formToken }: { row: DifferenceRow; formToken: string }) {
  const { what, message, changes, since, accepted, href, reference } = row;
  return (
    <section class="panel">
      <h2>{href === undefined ? what : <a href={href}>{what}</a>}</h2>
      <p>
        It {message} Since {since}.
      </p>
      {changes.length === 0 ? null : (
        <ul>
          {changes.map((change) => (
            <li>{change}</li>
          ))}
        </ul>
      )}
      <p>
        <a href={explainHref(reference)} aria-label={`What happened: ${what}`}>
          What happened
        </a>
      </p>
      {accepted === undefined ? (
        <ButtonForm
          action="/differences/accept"
          formToken={formToken}
          fields={reference}
          look="quiet"
          label={`Accept as it stands: ${what}`}
        >
          Accept as it stands
        </ButtonForm>
      ) : (
        <p class="small">{accepted}</p>
      )}
    </section>
  );
}
