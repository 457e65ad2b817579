import type { ConnectionCard, StatusView } from '../../domain/portal/status-view.ts';
import { ConnectForm } from './connect-form.tsx';
import { Issues } from './issue-list.tsx';
import { Layout } from './layout.tsx';

/** What is connected, what needs a person, and what happened lately. */
export function StatusPage(props: { view: StatusView; formToken: string }) {
  const { view, formToken } = props;
  return (
    <Layout title="Connections">
      <h1>{view.operatorName}</h1>
      <section aria-labelledby="connections">
        <h2 id="connections">Connections</h2>
        <div class="cards">
          {view.cards.map((card) => (
            <Connection card={card} formToken={formToken} />
          ))}
        </div>
      </section>
      <Issues view={view} formToken={formToken} />
      <Waiting rows={view.waiting} />
      <Missed rows={view.missed} />
      <Counts counts={view.counts} />
      <Activities activities={view.activities} />
    </Layout>
  );
}

function Connection(props: { card: ConnectionCard; formToken: string }) {
  const { card } = props;
  return (
    <article class={`panel card ${card.state}`} data-provider={card.provider}>
      <h3>{card.providerName}</h3>
      <p class={`badge ${card.state}`}>{card.statusWords}</p>
      {card.advice ? <p>{card.advice}</p> : null}
      {card.notices.map((notice) => (
        <p>{notice}</p>
      ))}
      {card.accountName ? (
        <Facts card={card} />
      ) : (
        // What was disconnected says so itself.
        card.advice === undefined && <p>Nothing is exchanged with {card.providerName} yet.</p>
      )}
      {card.canConnect ? (
        <ConnectForm
          provider={card.provider}
          formToken={props.formToken}
          words={card.buttonWords}
          isQuiet={card.state === 'good'}
        />
      ) : null}
      {card.offersFewerScopes ? <FewerScopes card={card} formToken={props.formToken} /> : null}
      {card.disconnectHref === undefined ? null : (
        <p>
          <a href={card.disconnectHref}>Disconnect {card.providerName}</a>
        </p>
      )}
    </article>
  );
}

/** What stands behind a live connection. */
function Facts({ card }: { card: ConnectionCard }) {
  return (
    <dl>
      <dt>Company</dt>
      <dd>{card.accountName}</dd>
      <dt>Connected since</dt>
      <dd>{card.since}</dd>
      {card.by ? (
        <>
          <dt>Connected by</dt>
          <dd>{card.by}</dd>
        </>
      ) : null}
      {card.startDate ? (
        <>
          <dt>Sent from</dt>
          <dd>{card.startDate}; documents dated earlier are not sent</dd>
        </>
      ) : null}
      {card.pace ? (
        <>
          <dt>Calls</dt>
          <dd>{card.pace}</dd>
        </>
      ) : null}
      <dt>We may</dt>
      <dd>
        <ul class="scopes">
          {card.scopes.map((scope) => (
            <li>{scope}</li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}

/** For a provider whose refusal of a permission is a page that leads nowhere. */
function FewerScopes(props: { card: ConnectionCard; formToken: string }) {
  const { provider, providerName } = props.card;
  return (
    <details>
      <summary>Did {providerName} show an error about permissions?</summary>
      <p>
        Then connect with those only that your books need. Contacts and timelines in {providerName}{' '}
        will not show what was posted.
      </p>
      <ConnectForm
        provider={provider}
        formToken={props.formToken}
        words="Connect with fewer permissions"
        isQuiet
        isForFewerScopes
      />
    </details>
  );
}

/** Nothing for a person to do but what the cards say; told so that nobody wonders where it is. */
function Waiting(props: { rows: StatusView['waiting'] }) {
  if (props.rows.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">Waiting</h2>
      <ul class="panel waiting">
        {props.rows.map(({ what, since, why }) => (
          <li>
            {capitalised(what)}
            {since === undefined ? '' : ` since ${since}`}: {why}.
          </li>
        ))}
      </ul>
    </section>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Missed(props: { rows: StatusView['missed'] }) {
  if (props.rows.length === 0) return null;
  return (
    <section aria-labelledby="missed">
      <h2 id="missed">Not sent</h2>
      <ul class="issues">
        {props.rows.map(({ span, message, remedy }) => (
          <li class="panel attention">
            <h3>{span}</h3>
            <p>{message}</p>
            <p>
              <strong>What helps:</strong> {remedy}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Counts(props: { counts: StatusView['counts'] }) {
  if (props.counts.length === 0) return null;
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">In step</h2>
      <dl class="counts">
        {props.counts.map(({ what, count }) => (
          <div class="panel">
            <dt>{what}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function ActivityRows(props: { activities: StatusView['activities'] }) {
  return (
    <ul class="activity">
      {props.activities.map(({ at, text }) => (
        <li>
          <span class="small">{at}</span> <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}

function Activities(props: { activities: StatusView['activities'] }) {
  return (
    <section aria-labelledby="activity">
      <h2 id="activity">Latest activity</h2>
      {props.activities.length === 0 ? (
        <p>Nothing yet.</p>
      ) : (
        <>
          <ActivityRows activities={props.activities} />
          <p>
            <a href="/activity">All activity</a>
          </p>
        </>
      )}
    </section>
  );
}
