import { Layout } from './layout.tsx';
import { BarChart } from './parts/bar-chart.tsx';
import { Button, LinkButton } from './parts/button.tsx';
import { EmptyState } from './parts/empty-state.tsx';
import { RadioField, SelectField, TextArea, TextField, TickField } from './parts/field.tsx';
import { More } from './parts/more.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { Progress } from './parts/progress.tsx';
import { Sparkline } from './parts/sparkline.tsx';
import { Steps } from './parts/steps.tsx';
import { Table } from './parts/table.tsx';
import { Tiles } from './parts/tile.tsx';

/** Every part that pages are made of, for whoever builds one. Shown by the local stack only. */
export function PartsPage() {
  const frame = { operatorName: 'Acorn Self Storage', zoneWords: 'times in London', needsYou: 13 };
  return (
    <Layout title="Parts" frame={frame}>
      <PageHead title="Parts" aside={<Pill>local stack only</Pill>} />
      <Bands />
      <Small />
      <Figures />
      <Forms />
      <Panel id="steps" title="Steps">
        <Steps
          label="Set up"
          steps={[
            { title: 'Connect your storage system', state: 'done' },
            { title: 'Connect your books', state: 'now', body: <p>Takes a minute.</p> },
            { title: 'Check the settings', state: 'later' },
          ]}
        />
      </Panel>
      <EmptyState title="No documents yet" message="They appear here when the first is raised.">
        <LinkButton href="/parts">The next step</LinkButton>
      </EmptyState>
    </Layout>
  );
}

function Bands() {
  return (
    <>
      <section class="panel band" aria-labelledby="band">
        <div class="head">
          <h2 id="band">Sending to your books: 131 of 200</h2>
          <span>about 2 minutes left</span>
        </div>
        <Progress label="Documents sent" done={131} of={200} />
        <p>The other side takes 60 calls a minute. Nothing for you to do.</p>
      </section>
      <Notice>12 invoices are being tried again.</Notice>
      <Notice tone="warn">Reconnect needed. Nothing is lost.</Notice>
      <Notice tone="bad">That did not work. Nothing was changed.</Notice>
    </>
  );
}

function Small() {
  return (
    <Panel id="small" title="Buttons, pills, more" aside={<a href="/parts">All of them</a>}>
      <p class="actions">
        <Button>Primary</Button>
        <Button look="second">Second</Button>
        <Button look="quiet">Quiet</Button>
        <Button look="danger">Cannot be undone</Button>
      </p>
      <p class="actions">
        <Pill>plain</Pill>
        <Pill tone="ok">in step</Pill>
        <Pill tone="warn">needs you</Pill>
        <Pill tone="bad">refused</Pill>
      </p>
      <More words="Details">
        <p>What most people need not read.</p>
      </More>
    </Panel>
  );
}

const days = [42, 7, 5, 4, 6, 6, 8, 4, 9, 4, 6, 5, 5, 6, 9, 6, 5, 4];

function Figures() {
  return (
    <>
      <Tiles
        label="This month"
        tiles={[
          { what: 'Raised', figure: '£33,351', detail: '287 invoices, 3 credit notes' },
          { what: 'In your books', figure: '£32,335', detail: '274 of 287' },
          { what: 'Paid', figure: '£31,442', detail: '94 % of what was raised' },
          { what: 'Open', figure: '£1,909', detail: '21 invoices' },
        ]}
      />
      <div class="two">
        <Panel id="chart" title="Invoices per day">
          <BarChart
            id="chart-title"
            title="Invoices per day"
            bars={days.map((value, index) => ({
              tick: index % 7 === 0 ? String(index + 1) : '',
              name: `${index + 1} November`,
              value,
              waiting: index === days.length - 1 ? 3 : 0,
            }))}
            words={{ value: 'sent', waiting: 'waiting' }}
            write={String}
          />
        </Panel>
        <Panel id="spark" title="Sparkline">
          <Sparkline
            id="spark-title"
            title="Mismatches of seven nights."
            values={[0, 3, undefined, 0, 0, 12, 0].map((value) => ({ value }))}
          />
        </Panel>
        <Panel id="sites" title="By site">
          <Table
            caption="November so far"
            columns={[{ head: 'Site' }, { head: 'Raised', isNumber: true }]}
            rows={[
              ['Bristol Temple Meads', '£14,210.55'],
              ['Bath Riverside', '£11,020.83'],
            ]}
            foot={['All', '£25,231.38']}
          />
        </Panel>
      </div>
    </>
  );
}

const accounts = [
  { value: '200', words: '200 Sales' },
  { value: '260', words: '260 Other revenue' },
];

function Forms() {
  return (
    <Panel id="forms" title="Fields">
      <form action="/parts">
        <TextField
          name="start"
          label="Send from"
          type="date"
          help="Documents dated earlier stay."
        />
        <SelectField name="account" label="Account" options={accounts} value="200" />
        <TextField name="code" label="Code" value="9x" error="This code is not in the chart." />
        <TextArea name="reason" label="Reason" help="Kept with the document." />
        <TickField
          name="notes"
          label="Write history notes"
          isTicked
          help="One call per document."
        />
        <RadioField
          name="status"
          legend="Invoices arrive as"
          value="draft"
          options={[
            { value: 'draft', words: 'Drafts', help: 'You approve each.' },
            { value: 'authorised', words: 'Authorised' },
          ]}
        />
        <Button>Save</Button>
      </form>
    </Panel>
  );
}
