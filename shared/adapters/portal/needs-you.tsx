import type { OverviewView } from '../../domain/portal/overview-view.ts';
import type { ConnectionCard } from '../../domain/portal/status-view.ts';
import { ConnectForm } from './connect-form.tsx';
import { IssueGroups } from './issue-list.tsx';
import { Button, LinkButton } from './parts/button.tsx';
import { Panel } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';

/** What needs a person, and nothing where nothing does: connections first, then documents by cause. */
export function NeedsYou(props: { view: OverviewView; formToken: string }) {
  const { troubled, causes, missed, needsYou } = props.view;
  if (troubled.length + causes.length + missed.length === 0) return null;
  return (
    <Panel
      id="needs-you"
      title="Needs you"
      aside={needsYou === 0 ? null : <a href="/issues">All of them</a>}
    >
      {troubled.map((card) => (
        <Mend card={card} formToken={props.formToken} />
      ))}
      <IssueGroups groups={causes} formToken={props.formToken} back="/issues" />
      <Missed rows={missed} />
    </Panel>
  );
}

function Mend({ card, formToken }: { card: ConnectionCard; formToken: string }) {
  return (
    <div data-trouble={card.provider}>
      <h3>
        {card.providerName} <Pill tone="warn">{card.statusWords}</Pill>
      </h3>
      {card.advice === undefined ? null : <p>{card.advice}</p>}
      {card.canConnect ? (
        <ConnectForm provider={card.provider} formToken={formToken} words={card.buttonWords} />
      ) : null}
      {card.quietSince === undefined ? null : (
        <QuietTime quietSince={card.quietSince} formToken={formToken} />
      )}
    </div>
  );
}

/** Somebody may have switched it off on purpose: then nobody has to be told again before something was heard. */
function QuietTime({ quietSince, formToken }: { quietSince: string; formToken: string }) {
  return (
    <form class="of-record" method="post" action="/quiet">
      <input type="hidden" name="form" value={formToken} />
      <input type="hidden" name="heardAt" value={quietSince} />
      <details>
        <summary>We know why</summary>
        <label for="quiet-reason">Why?</label>
        <input id="quiet-reason" name="reason" type="text" maxlength={200} required />
        <Button look="second">Do not tell me again until something is heard</Button>
      </details>
    </form>
  );
}

function Missed({ rows }: { rows: OverviewView['missed'] }) {
  return (
    <>
      {rows.map(({ span, message, remedy }) => (
        <div>
          <h3>{span}</h3>
          <p>{message}</p>
          <p>
            <strong>What helps:</strong> {remedy}
          </p>
          <LinkButton href="/backfill" look="second">
            Look at earlier documents
          </LinkButton>
        </div>
      ))}
    </>
  );
}
