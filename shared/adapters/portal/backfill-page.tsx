import type { Target } from '../../contracts/ids.ts';
import { moneyWords } from '../../domain/money/money-words.ts';
import type { BackfillView, MissedDocument, Press } from '../../domain/portal/backfill-view.ts';
import { type Frame, Layout } from './layout.tsx';
import { ButtonForm } from './parts/button.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';
import { Progress } from './parts/progress.tsx';
import { Refreshing } from './parts/refreshing.tsx';
import { Table } from './parts/table.tsx';
import { Tiles } from './parts/tile.tsx';

interface Props {
  target: Target;
  view: BackfillView;
  frame: Frame;
  formToken: string;
  notice: string | undefined;
  /** Documents of one time, where somebody asked for them. */
  missed: MissedDocument[] | undefined;
  /** The reader does not want it to look again by itself. */
  isStill: boolean;
}

const words: Record<Press, string> = {
  start: 'Send earlier documents',
  again: 'Look through them again',
  pause: 'Pause',
  resume: 'Go on',
  cancel: 'Call off',
};

const looks = {
  start: 'primary',
  again: 'second',
  pause: 'second',
  resume: 'primary',
  cancel: 'quiet',
} as const;

/** Earlier documents: how far they are, and what was missed while a side was off. */
export function BackfillPage(props: Props) {
  const { view, frame, notice, missed } = props;
  return (
    <Layout
      title="Earlier documents"
      frame={{ ...frame, current: 'backfill', target: props.target }}
    >
      <PageHead title={`Earlier documents to ${view.targetName}`} />
      {notice === undefined ? null : <Notice>{notice}</Notice>}
      <Panel id="run" title="From the start date on">
        <p>{view.state}</p>
        {view.percent === undefined ? null : (
          <Progress label="How much is done" done={view.percent} of={100} />
        )}
        {view.pace === undefined ? null : <p class="small">{view.pace}</p>}
        {view.figures.length === 0 ? null : <Tiles label="Documents" tiles={view.figures} />}
        <div class="actions">
          {view.presses.map((press) => (
            <ButtonForm
              action={`/backfill/${props.target}/${press === 'again' ? 'start' : press}`}
              formToken={props.formToken}
              look={looks[press]}
            >
              {words[press]}
            </ButtonForm>
          ))}
        </div>
      </Panel>
      {view.isUnderWay ? (
        <Refreshing path={`/backfill/${props.target}`} isStill={props.isStill} />
      ) : null}
      {view.catchUp.length === 0 ? null : <CatchUp {...props} />}
      {missed === undefined ? null : <Missed missed={missed} />}
    </Layout>
  );
}

function CatchUp({ view, target, formToken }: Props) {
  return (
    <Panel id="catch-up" title="Raised while a side was off">
      <p>
        Nothing of this was sent. Leave what you have entered by hand; what is there already is not
        doubled.
      </p>
      <ul class="rows">
        {view.catchUp.map(({ gap, span, words: sum, mayBeSent }) => (
          <li>
            <div class="grow">
              <h3>{sum}</h3>
              <p class="small">{span}</p>
            </div>
            <div class="actions">
              {mayBeSent ? (
                <ButtonForm
                  action={`/backfill/${target}/send`}
                  formToken={formToken}
                  fields={{ gap }}
                >
                  Send
                </ButtonForm>
              ) : null}
              <a class="button second" href={`/backfill/${target}?list=${encodeURIComponent(gap)}`}>
                List
              </a>
              <ButtonForm
                action={`/backfill/${target}/leave`}
                formToken={formToken}
                fields={{ gap }}
                look="quiet"
              >
                Leave
              </ButtonForm>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Missed({ missed }: { missed: MissedDocument[] }) {
  return (
    <Panel id="missed" title="What was raised then">
      <Table
        caption="Documents that were not sent"
        columns={[{ head: 'Number' }, { head: 'Customer' }, { head: 'Total', isNumber: true }]}
        rows={missed.map(({ number, customer, totalMinor, currency }) => [
          number,
          customer,
          moneyWords(totalMinor, currency),
        ])}
      />
    </Panel>
  );
}
