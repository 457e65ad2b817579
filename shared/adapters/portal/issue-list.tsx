import type { IssueGroup } from '../../domain/portal/issue-groups.ts';
import { ButtonForm, LinkButton } from './parts/button.tsx';
import { Pill } from './parts/pill.tsx';

/** One panel for each cause: how many, how much, since when, and the way to what helps. */
export function IssueGroups(props: { groups: IssueGroup[]; formToken: string; back: string }) {
  const { groups, formToken, back } = props;
  if (groups.length === 0) return null;
  return (
    <ul class="groups">
      {groups.map((group) => (
        <li class="panel">
          <Group group={group} formToken={formToken} back={back} />
        </li>
      ))}
    </ul>
  );
}

function Group(props: { group: IssueGroup; formToken: string; back: string }) {
  const { group, formToken, back } = props;
  const [only] = group.issues;
  return (
    <>
      <div class="head">
        <h3>
          <a href={group.href}>{group.message}</a>
        </h3>
        {group.sums.length === 0 ? null : <span class="sum">{group.sums.join(', ')}</span>}
      </div>
      <p class="small">
        {figureWords(group)}
        {group.trying === 0 ? null : (
          <>
            {' '}
            <Pill>{group.trying} trying</Pill>
          </>
        )}
      </p>
      {group.held === undefined ? null : <p>{group.held}</p>}
      <p>
        <strong>What helps:</strong> {group.remedy}
      </p>
      {only === undefined ? null : <Examples group={group} />}
      <Ways group={group} formToken={formToken} back={back} />
    </>
  );
}

/** The button or the link to what helps, and a press that tries all of them. */
export function Ways(props: { group: IssueGroup; formToken: string; back: string }) {
  const { group, formToken, back } = props;
  const { way, target, cause, count } = group;
  const words = count === 1 ? 'Try again' : `Try all ${count} again`;
  return (
    <div class="actions">
      {way?.href === undefined ? null : <LinkButton href={way.href}>{way.words}</LinkButton>}
      <ButtonForm
        action="/issues/retry-cause"
        formToken={formToken}
        fields={{ target, cause, back }}
        look={way?.href === undefined ? 'primary' : 'second'}
        label={`${words}: ${group.message}`}
      >
        {words}
      </ButtonForm>
      {way === undefined || way.href !== undefined ? null : <span class="small">{way.words}</span>}
    </div>
  );
}

export function figureWords({ count, customers, since, isFailure, issues }: IssueGroup): string {
  const [only] = issues;
  const quote = isFailure && only !== undefined ? [`for support: ${only.quote}`] : [];
  return [
    count === 1 ? '1 record' : `${count} records`,
    ...(customers > 0 ? [customers === 1 ? '1 customer' : `${customers} customers`] : []),
    `since ${since}`,
    ...quote,
  ].join(' · ');
}

/** A few of the documents by name; all of them are one press away. */
function Examples({ group }: { group: IssueGroup }) {
  const { issues, count, href, message } = group;
  const names = issues.map(({ what, customer }) =>
    customer === undefined ? what : `${what} (${customer})`,
  );
  const [only] = issues;
  return (
    <>
      {count === 1 && only !== undefined && only.message !== message ? <p>{only.message}</p> : null}
      {count === 1 && only?.stand !== undefined ? <p class="small">{only.stand}</p> : null}
      <p>
        {names.join(', ')}
        {count > names.length ? ', and ' : '. '}
        <a href={href}>
          {count > names.length ? `${count - names.length} more` : 'Look at the documents'}
        </a>
      </p>
    </>
  );
}
