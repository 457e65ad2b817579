import type { Child } from 'hono/jsx';
import type { DocumentRow, PreviewView } from '../../domain/portal/preview-view.ts';
import { type Frame, Layout } from './layout.tsx';
import { ButtonForm, LinkButton } from './parts/button.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';
import { Pill } from './parts/pill.tsx';
import { Table } from './parts/table.tsx';
import { Tiles } from './parts/tile.tsx';
import { PreviewReading, SpanForm } from './preview-parts.tsx';

interface PreviewPageProps {
  view: PreviewView;
  frame: Frame;
  formToken: string;
  notice?: string | undefined;
}

/** What would be sent: sums, what needs a person, and every document; the switch stands at both ends. */
export function PreviewPage({ view, frame, formToken, notice }: PreviewPageProps) {
  const { targetName, reading } = view;
  return (
    <Layout title="Preview" frame={{ ...frame, current: 'preview' }}>
      <PageHead title={titleOf(view)} aside={<State view={view} />} />
      {notice === undefined ? null : <Notice>{notice}</Notice>}
      <p>
        These are your own documents, as they would stand in {targetName} with your settings as they
        are. Nothing was sent for this page.
      </p>
      <SpanForm view={view} formToken={formToken} />
      {reading === undefined ? null : <PreviewReading reading={reading} />}
      <Tiles label="Documents" tiles={view.tiles} />
      <p>
        <a href={view.adoptionHref}>What is in {targetName} already, since your start date</a>
      </p>
      {view.notes.map((note) => (
        <Notice tone="warn">{note}</Notice>
      ))}
      <Open view={view} />
      <Sums view={view} />
      <Documents view={view} />
      {reading === undefined ? <Switch view={view} formToken={formToken} /> : null}
    </Layout>
  );
}

function titleOf({ isOn, targetName }: PreviewView): string {
  return isOn ? `How documents go to ${targetName}` : `Before anything goes to ${targetName}`;
}

function State({ view }: { view: PreviewView }) {
  return view.isOn ? <Pill tone="ok">switched on</Pill> : <Pill>not switched on yet</Pill>;
}

function Open({ view }: { view: PreviewView }) {
  if (view.open.length === 0) return null;
  return (
    <Panel id="needs-you" title="What would need you">
      <ul class="rows">
        {view.open.map(({ title, remedy, which }) => (
          <li>
            <div class="grow">
              <h3>{title}</h3>
              <p>{remedy}</p>
              <p class="small">{which}</p>
            </div>
          </li>
        ))}
      </ul>
      <p class="actions">
        <LinkButton href={`/settings/${view.target}`} look="second">
          Look at the settings
        </LinkButton>
      </p>
    </Panel>
  );
}

const groupColumns = (name: string) => [
  { head: name },
  { head: 'Documents', isNumber: true, isExtra: true },
  { head: 'Without tax', isNumber: true },
  { head: 'Tax', isNumber: true },
  { head: 'Total', isNumber: true },
];

function Sums({ view }: { view: PreviewView }) {
  if (view.accounts.length === 0) return null;
  const columns = [
    { head: 'Account' },
    { head: 'Debit', isNumber: true },
    { head: 'Credit', isNumber: true },
  ];
  const [foot, ...others] = view.balances.toReversed();
  return (
    <Panel id="sums" title="What it would change in your books">
      <Table
        caption="By account"
        columns={columns}
        rows={[...view.accounts, ...others]}
        {...(foot === undefined ? {} : { foot })}
      />
      <Table caption="By tax rate" columns={groupColumns('Tax rate')} rows={view.taxTypes} />
      <Table caption="By site" columns={groupColumns('Site')} rows={view.sites} />
    </Panel>
  );
}

function Documents({ view }: { view: PreviewView }) {
  const { pages, documents, csvHref } = view;
  return (
    <Panel id="documents" title="Documents" aside={<a href={csvHref}>As a table (CSV)</a>}>
      {documents.length === 0 ? <p>There are none in these days.</p> : null}
      {documents.map((row) => (
        <Document row={row} />
      ))}
      {pages.words === '' ? null : (
        <p class="actions">
          {pages.earlier === undefined ? null : <a href={pages.earlier}>Earlier</a>}
          <span>{pages.words}</span>
          {pages.later === undefined ? null : <a href={pages.later}>More documents</a>}
        </p>
      )}
    </Panel>
  );
}

function Document({ row }: { row: DocumentRow }) {
  return (
    <details>
      <summary>
        {row.title} · <span class="num">{row.total}</span> <Pill tone={row.tone}>{row.result}</Pill>
      </summary>
      {row.more.map((sentence) => (
        <p>{sentence}</p>
      ))}
      {row.lines.length === 0 ? null : (
        <ul>
          {row.lines.map(([description, account, tax, net, taxAmount]) => (
            <li>
              {description}: {net} on {account}, {taxAmount} tax ({tax})
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function Switch({ view, formToken }: { view: PreviewView; formToken: string }) {
  const { target, targetName, seen, isOn } = view;
  if (isOn)
    return (
      <Ending title={`Sending to ${targetName} is on`}>
        <p>
          What is raised from now on goes by itself. What is older can be brought over from the page
          of <a href={`/backfill/${target}`}>earlier documents</a>.
        </p>
        <div class="actions">
          <LinkButton href="/status">Go to the overview</LinkButton>
          <LinkButton href={`/switch-off/${target}`} look="second">
            Switch off
          </LinkButton>
        </div>
      </Ending>
    );
  return (
    <Ending title={`Send to ${targetName}`}>
      <p>
        With the switch you accept what this page shows. What came since you connected goes first,
        in its order; you can switch off again at any time.
      </p>
      <ButtonForm
        action={`/preview/${target}/switch-on`}
        formToken={formToken}
        fields={{ version: String(seen.version), account: seen.accountId }}
      >
        Switch on
      </ButtonForm>
    </Ending>
  );
}

function Ending(props: { title: string; children: Child }) {
  return (
    <Panel id="switch" title={props.title}>
      {props.children}
    </Panel>
  );
}
