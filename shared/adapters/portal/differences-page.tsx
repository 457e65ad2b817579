import type { DifferenceRow, DifferencesView } from '../../domain/portal/difference-view.ts';
import { Layout } from './layout.tsx';
import { ButtonForm } from './parts/button.tsx';
import { Notice } from './parts/notice.tsx';

/** What somebody changed in the books by hand: nothing is written over it, and a person may accept it. */
export function DifferencesPage(props: {
  view: DifferencesView;
  formToken: string;
  notice: string | undefined;
}) {
  const { view, formToken, notice } = props;
  const { operatorName, rows, nextHref } = view;
  return (
    <Layout title="Edited by hand" frame={{ current: 'differences', operatorName }}>
      <h1>Edited by hand</h1>
      {notice === undefined ? null : <Notice>{notice}</Notice>}
      <p>
        These stand in your books otherwise than they were sent, because somebody changed them
        there. Nothing is ever written over that. Put it back there and it leaves this list by
        itself, or accept it as it stands.
      </p>
      {rows.length === 0 ? <p>Nothing here: your books stand as they were sent.</p> : null}
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
      {accepted === undefined ? (
        <ButtonForm
          action="/differences/accept"
          formToken={formToken}
          fields={reference}
          look="quiet"
          label={`Accept ${what} as it stands`}
        >
          Accept as it stands
        </ButtonForm>
      ) : (
        <p class="small">{accepted}</p>
      )}
    </section>
  );
}
