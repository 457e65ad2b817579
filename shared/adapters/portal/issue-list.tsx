import type { IssueGroup, IssueRow } from '../../domain/portal/issue-groups.ts';

/** Longer lists are folded: what they have in common is said above them. */
const openAtMost = 3;

/** `isPart`: others may stand on another page, and the button asks for all. */
export function Causes(props: { causes: IssueGroup[]; formToken: string; isPart: boolean }) {
  if (props.causes.length === 0) return null;
  return (
    <ul class="issues">
      {props.causes.map((group) => (
        <li class="panel attention">
          <Cause group={group} formToken={props.formToken} isPart={props.isPart} />
        </li>
      ))}
    </ul>
  );
}

function Cause(props: { group: IssueGroup; formToken: string; isPart: boolean }) {
  const { group, formToken, isPart } = props;
  const { issues, message, remedy } = group;
  const [only] = issues;
  if (only !== undefined && issues.length === 1)
    return (
      <>
        <h3>{only.what}</h3>
        <p>{only.message}</p>
        <Stand issue={only} />
        <Remedy remedy={remedy} />
        <Seen issue={only} />
        <RetryForm issue={only} formToken={formToken} />
      </>
    );
  return (
    <>
      <h3>{message}</h3>
      <Remedy remedy={remedy} />
      <RetryAllForm group={group} formToken={formToken} isPart={isPart} />
      <details open={issues.length <= openAtMost}>
        <summary>{issues.length} records</summary>
        <ul class="records">
          {issues.map((issue) => (
            <li>
              <div>
                <strong>{issue.what}</strong>
                {issue.message === message ? null : <p>{issue.message}</p>}
                <Stand issue={issue} />
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

function Remedy({ remedy }: { remedy: string }) {
  return (
    <p>
      <strong>What helps:</strong> {remedy}
    </p>
  );
}

function Stand({ issue }: { issue: IssueRow }) {
  return issue.stand === undefined ? null : <p>{issue.stand}</p>;
}

function Seen({ issue }: { issue: IssueRow }) {
  return (
    <p class="small">
      Since {issue.since}
      {issue.times > 1 ? `; seen ${issue.times} times, last ${issue.lastSeen}` : ''}
    </p>
  );
}

function RetryAllForm(props: { group: IssueGroup; formToken: string; isPart: boolean }) {
  const { group, formToken, isPart } = props;
  return (
    <form method="post" action="/issues/retry-cause">
      <input type="hidden" name="form" value={formToken} />
      <input type="hidden" name="target" value={group.target} />
      <input type="hidden" name="cause" value={group.cause} />
      <button class="button" type="submit">
        Try all {isPart ? '' : `${group.issues.length} `}of these again
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
