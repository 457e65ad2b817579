import { explainHref } from '../../domain/portal/explain-href.ts';
import type { IssueRow } from '../../domain/portal/issue-groups.ts';
import { Button } from './parts/button.tsx';
import { Pill } from './parts/pill.tsx';

/** One record that waits, or is left as it is, and what can be done with it. */
export function DocumentRow(props: {
  row: IssueRow;
  formToken: string;
  back: string;
  /** Said above all of them already. */
  commonMessage?: string;
  isFailure?: boolean;
}) {
  const { row, commonMessage, isFailure } = props;
  const facts = [row.customer, row.site, row.day && `dated ${row.day}`].filter(
    (fact) => fact !== undefined,
  );
  return (
    <li>
      <div class="grow">
        <p>
          <strong>{row.what}</strong>
          {row.isTrying ? (
            <>
              {' '}
              <Pill>trying</Pill>
            </>
          ) : null}
        </p>
        {facts.length === 0 ? null : <p>{facts.join(' · ')}</p>}
        {row.message === commonMessage ? null : <p>{row.message}</p>}
        {row.stand === undefined ? null : <p class="small">{row.stand}</p>}
        <p class="small">
          {sinceWords(row)}
          {isFailure ? `. For support: ${row.quote}` : ''}
          {row.links.map(({ words, href }) => (
            <>
              {' · '}
              <a href={href} rel="noreferrer">
                Open in {words}
              </a>
            </>
          ))}
          {' · '}
          <a href={explainHref(row.reference)} aria-label={`What happened: ${row.what}`}>
            What happened
          </a>
        </p>
      </div>
      {row.amount === undefined ? null : <span class="sum">{row.amount}</span>}
      {row.accepted === undefined ? <Open {...props} /> : <Kept {...props} />}
    </li>
  );
}

function sinceWords({ since, times, lastSeen }: IssueRow): string {
  return `Since ${since}${times > 1 ? `; tried ${times} times, last ${lastSeen}` : ''}`;
}

interface Pressing {
  row: IssueRow;
  formToken: string;
  back: string;
}

/** One form with two presses, so that a page of fifty stays small. */
function Open({ row, formToken, back }: Pressing) {
  const id = `why-${row.reference.sourceId}`;
  return (
    <form class="of-record" method="post" action="/issues/retry">
      <Hidden row={row} formToken={formToken} back={back} />
      <Button look="second" label={`Try again: ${row.what}`}>
        Try again
      </Button>
      <details>
        <summary>Leave it as it is</summary>
        <label for={id}>Why?</label>
        <input id={id} name="reason" type="text" maxlength={200} />
        <button
          class="button quiet"
          type="submit"
          formaction="/issues/accept"
          aria-label={`Leave it: ${row.what}`}
        >
          Leave it
        </button>
      </details>
    </form>
  );
}

function Kept({ row, formToken, back }: Pressing) {
  const { accepted } = row;
  return (
    <form class="of-record" method="post" action="/issues/reopen">
      <p>
        “{accepted?.reason}” <span class="small">{accepted?.at}</span>
      </p>
      <Hidden row={row} formToken={formToken} back={back} />
      <Button look="quiet" label={`Put it back on the list: ${row.what}`}>
        Put it back on the list
      </Button>
    </form>
  );
}

function Hidden({ row, formToken, back }: Pressing) {
  const { target, kind, sourceId } = row.reference;
  const fields = { form: formToken, target, kind, sourceId, seen: row.seen, back };
  return (
    <>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
