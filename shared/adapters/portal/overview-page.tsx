import type { ComparedLine } from '../../domain/portal/compared-words.ts';
import type { SetUpStep } from '../../domain/portal/first-run.ts';
import type { OverviewView } from '../../domain/portal/overview-view.ts';
import type { ConnectionCard } from '../../domain/portal/status-view.ts';
import { ConnectForm } from './connect-form.tsx';
import { Layout } from './layout.tsx';
import { MonthSections } from './month-sections.tsx';
import { NeedsYou } from './needs-you.tsx';
import { BandSection } from './parts/band.tsx';
import { LinkButton } from './parts/button.tsx';
import { Notice } from './parts/notice.tsx';
import { Panel } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { Refreshing } from './parts/refreshing.tsx';
import { SearchBox } from './parts/search-box.tsx';
import { Steps } from './parts/steps.tsx';

/** Is everything all right, what is there to do, the money, and what happened. */
export function OverviewPage(props: {
  view: OverviewView;
  formToken: string;
  /** The reader does not want it to look again by itself. */
  isStill: boolean;
  /** What was connected just now. */
  connected?: ConnectionCard | undefined;
  /** What became of a press. */
  notice?: string | undefined;
}) {
  const { view, formToken } = props;
  return (
    <Layout title="Overview" frame={{ current: 'overview', ...view }}>
      {props.connected === undefined ? null : <Connected card={props.connected} />}
      {props.notice === undefined ? null : <Notice>{props.notice}</Notice>}
      {view.band === undefined ? null : <BandSection band={view.band} />}
      {view.months.length === 0 ? null : (
        <section class="panel" aria-label="Search">
          <SearchBox />
        </section>
      )}
      {view.compared.map((line) => (
        <Compared line={line} />
      ))}
      {view.isUnderWay ? <Refreshing path="/status" isStill={props.isStill} /> : null}
      {view.steps.length === 0 ? null : <SetUp view={view} formToken={formToken} />}
      <NeedsYou view={view} formToken={formToken} />
      {view.months.map((month, at) => (
        <MonthSections month={month} id={`month-${at}`} />
      ))}
      <div class="two">
        <Latest rows={view.happened} />
        <Connections cards={view.cards} />
      </div>
    </Layout>
  );
}

function Connected({ card }: { card: ConnectionCard }) {
  return (
    <Notice>
      {card.providerName} is connected with <strong>{card.accountName}</strong>.
    </Notice>
  );
}

/** The nightly comparison of both sides, in a line. */
function Compared({ line }: { line: ComparedLine }) {
  const { tone, words, when, href } = line;
  return (
    <p class="panel actions compared">
      <Pill tone={tone}>{words}</Pill>
      <span class="grow">{when}, both sides compared</span>
      <a href={href}>Reconciliation</a>
    </p>
  );
}

function SetUp(props: { view: OverviewView; formToken: string }) {
  const { steps } = props.view;
  const done = steps.filter(({ state }) => state === 'done').length;
  return (
    <Panel
      id="set-up"
      title={done === 0 ? 'Set up in a few steps' : 'Go on setting up'}
      aside={<span class="small">{`${done} of ${steps.length} done`}</span>}
    >
      {done < 2 ? <p>Nothing is sent before both sides are connected.</p> : null}
      <Steps
        label="Setting up"
        steps={steps.map((step) => ({
          title: step.title,
          state: step.state,
          body: <StepBody step={step} formToken={props.formToken} />,
        }))}
      />
    </Panel>
  );
}

function StepBody({ step, formToken }: { step: SetUpStep; formToken: string }) {
  const { state, words, connects, href, buttonWords = 'Go on', isOpen = false } = step;
  const isNext = state === 'now';
  return (
    <>
      <p class="soft">{words}</p>
      {isNext && connects !== undefined ? (
        <ConnectForm provider={connects} formToken={formToken} words={buttonWords} />
      ) : null}
      {href !== undefined && (isNext || (isOpen && state === 'later')) ? (
        <LinkButton href={href} look={isNext ? 'primary' : 'second'}>
          {buttonWords}
        </LinkButton>
      ) : null}
    </>
  );
}

function Latest({ rows }: { rows: OverviewView['happened'] }) {
  return (
    <Panel id="latest" title="Latest" aside={<a href="/activity">All activity</a>}>
      {rows.length === 0 ? (
        <p class="soft">Nothing yet.</p>
      ) : (
        <ul class="rows">
          {rows.map(({ at, text, sum }) => (
            <li>
              <span class="when">{at}</span>
              <span class="grow">{text}</span>
              {sum === undefined ? null : <span class="sum">{sum}</span>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Connections({ cards }: { cards: ConnectionCard[] }) {
  return (
    <Panel id="connections" title="Connections" aside={<a href="/connections">Details</a>}>
      <ul class="rows">
        {cards.map((card) => (
          <li class="conn" data-provider={card.provider}>
            <span class="initial" aria-hidden="true">
              {card.providerName.charAt(0)}
            </span>
            <div class="grow">
              <h3>{card.providerName}</h3>
              <p class="small">
                {card.accountName ?? 'No company yet'}
                {card.byName === undefined ? '' : `, by ${card.byName}`}
              </p>
            </div>
            <Pill tone={toneOf(card)}>{card.statusWords}</Pill>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function toneOf({ state }: ConnectionCard) {
  if (state === 'good') return 'ok';
  return state === 'attention' ? 'warn' : 'plain';
}
