import type { IssueGroup, IssueRow, StatusView } from '../../domain/portal/status-view.ts';

/** Longer lists are folded: what they have in common is said above them. */
const openAtMost = 3;

/** What needs a person: connections first, then records, by what they wait for. */
export function Issues(props: { view: StatusView; formToken: string }) {
  const { causes, cards, missed } = props.view;
  const troubled = cards.filter(({ state }) => state === 'attention');
  return (
    <section aria-labelledby="issues">
      <h2 id="issues">What needs your attention</h2>
      {troubled.map((card) => (
        <p>
          {card.providerName}: {card.statusWords.toLowerCase()}, see above.
        </p>
      ))}
      {missed.length === 0 ? null : <p>Some documents may be missing in your books, see below.</p>}
      {causes.length + troubled.length + missed.length === 0 ? <p>Nothing at the moment.</p> : null}
      {causes.length === 0 ? null : (
        <ul class="issues">
          {causes.map((group) => (
            <li class="panel attention">
              <Cause group={group} formToken={props.formToken} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Cause({ group, formToken }: { group: IssueGroup; formToken: string }) {
  const { issues, message, remedy } = group;
  const [only] = issues;
  if (only !== undefined && issues.length === 1)
    return (
      <>
        <h3>{only.what}</h3>
        <p>{only.message}</p>
        <Standing issue={only} />
        <Remedy remedy={remedy} />
        <Seen issue={only} />
        <RetryForm issue={only} formToken={formToken} />
      </>
    );
  return (
    <>
      <h3>{message}</h3>
      <Remedy remedy={remedy} />
      <RetryAllForm group={group} formToken={formToken} />
      <details open={issues.length <= openAtMost}>
        <summary>{issues.length} records</summary>
        <ul class="records">
          {issues.map((issue) => (
            <li>
              <div>
                <strong>{issue.what}</strong>
                {issue.message === message ? null : <p>{issue.message}</p>}
                <Standing issue={issue} />
                <Seen issue={issue} />
              </div>
              <RetryForm issue={issue} formToken={formToken} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Standing({ issue }: { issue: IssueRow }) {
  return issue.standing === undefined ? null : <p>{issue.standing}</p>;
}

function Remedy({ remedy }: { remedy: string }) {
  return (
    <p>
      <strong>What helps:</strong> {remedy}
    </p>
  );
}

function Seen({ issue }: { issue: IssueRow }) {
  return (
    <p class="small">
      Last seen {issue.lastSeen}
      {issue.times > 1 ? `, ${issue.times} times` : ''}
    </p>
  );
}

function RetryAllForm({ group, formToken }: { group: IssueGroup; formToken: string }) {
  return (
    <form method="post" action="/issues/retry-cause">
      <input type="hidden" name="form" value={formToken} />
      <input type="hidden" name="target" value={group.target} />
      <input type="hidden" name="cause" value={group.cause} />
      <button class="button" type="submit">
        Try all {group.issues.length} of these again
      </button>
    </form>
  );
}

function RetryForm(props: { issue: IssueRow; formToken: string }) {
  const { target, kind, sourceId } = props.issue.reference;
  return (
    <form method="post" action="/issues/retry">
      <input type="hidden" name="form" value={props.formToken} />
      <input type="hidden" name="target" value={target} />
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="sourceId" value={sourceId} />
      <button class="button quiet" type="submit" aria-label={`Try again: ${props.issue.what}`}>
        Try again
      </button>
    </form>
  );
}
