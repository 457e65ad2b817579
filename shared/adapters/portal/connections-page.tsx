import type { ConnectionCard, StatusView } from '../../domain/portal/status-view.ts';
import { ConnectForm } from './connect-form.tsx';
import { type Frame, Layout } from './layout.tsx';
import { More } from './parts/more.tsx';
import { PageHead } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';

/** Both sides in short; permissions, calls, reconnecting and disconnecting one press deeper. */
export function ConnectionsPage(props: { view: StatusView; frame: Frame; formToken: string }) {
  const { view, frame, formToken } = props;
  return (
    <Layout title="Connections" frame={{ ...frame, current: 'connections' }}>
      <PageHead title="Connections" />
      <div class="stack">
        {view.cards.map((card) => (
          <Connection card={card} formToken={formToken} />
        ))}
      </div>
      <Counts counts={view.counts} />
    </Layout>
  );
}

function Connection(props: { card: ConnectionCard; formToken: string }) {
  const { card, formToken } = props;
  const isUsed = card.accountName !== undefined;
  return (
    <article class="panel" data-provider={card.provider}>
      <div class="head">
        <h2>{card.providerName}</h2>
        <Pill tone={toneOf(card)}>{card.statusWords}</Pill>
      </div>
      <p class="soft">
        {isUsed
          ? `${card.accountName}, since ${card.since}${card.byName === undefined ? '' : `, by ${card.byName}`}`
          : (card.advice ?? `Nothing is exchanged with ${card.providerName} yet.`)}
      </p>
      {isUsed && card.advice ? <p>{card.advice}</p> : null}
      {card.notices.map((notice) => (
        <p>{notice}</p>
      ))}
      {card.canConnect && card.state !== 'good' ? (
        <ConnectForm provider={card.provider} formToken={formToken} words={card.buttonWords} />
      ) : null}
      {isUsed ? <Details card={card} formToken={formToken} /> : null}
      {card.offersFewerScopes ? <FewerScopes card={card} formToken={formToken} /> : null}
    </article>
  );
}

function toneOf({ state }: ConnectionCard) {
  if (state === 'good') return 'ok';
  return state === 'attention' ? 'warn' : 'plain';
}

/** What stands behind a live connection. */
function Details({ card, formToken }: { card: ConnectionCard; formToken: string }) {
  return (
    <More words="Details, reconnect, disconnect">
      <dl>
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
          <ul class="plain">
            {card.scopes.map((scope) => (
              <li>{scope}</li>
            ))}
          </ul>
        </dd>
      </dl>
      <div class="actions">
        {card.canConnect && card.state === 'good' ? (
          <ConnectForm
            provider={card.provider}
            formToken={formToken}
            words={card.buttonWords}
            isQuiet
          />
        ) : null}
        {card.disconnectHref === undefined ? null : (
          <a href={card.disconnectHref}>Disconnect {card.providerName}</a>
        )}
      </div>
    </More>
  );
}

/** For a provider whose refusal of a permission is a page that leads nowhere. */
function FewerScopes(props: { card: ConnectionCard; formToken: string }) {
  const { provider, providerName } = props.card;
  return (
    <More words={`Did ${providerName} show an error about permissions?`}>
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
    </More>
  );
}

function Counts({ counts }: { counts: StatusView['counts'] }) {
  if (counts.length === 0) return null;
  return (
    <section class="tiles" aria-label="In step">
      {counts.map(({ what, count }) => (
        <div class="panel tile">
          <p class="small">{what} in step</p>
          <p class="v">{count}</p>
        </div>
      ))}
    </section>
  );
}
