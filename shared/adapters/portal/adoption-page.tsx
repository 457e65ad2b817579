import type { AdoptionView } from '../../domain/portal/adoption-view.ts';
import { type Frame, Layout } from './layout.tsx';
import { Notice } from './parts/notice.tsx';
import { PageHead, Panel } from './parts/panel.tsx';
import { Table } from './parts/table.tsx';
import { Tiles } from './parts/tile.tsx';
import { PreviewReading, SpanForm } from './preview-parts.tsx';

const differenceColumns = [
  { head: 'Number' },
  { head: 'Customer' },
  { head: 'Total here', isNumber: true },
  { head: 'What is different' },
  { head: 'What you can do' },
];
const customerColumns = [{ head: 'Customer' }, { head: 'Why' }, { head: 'What you can do' }];

/** What of the documents and customers is in the ledger already. */
export function AdoptionPage(props: { view: AdoptionView; frame: Frame; formToken: string }) {
  const { view, frame, formToken } = props;
  const { targetName, reading, different, unclear } = view;
  return (
    <Layout title={`Already in ${targetName}`} frame={{ ...frame, current: 'adoption' }}>
      <PageHead
        title={`Already in ${targetName}`}
        aside={<a href={view.csvHref}>As a table (CSV)</a>}
      />
      <p>
        What you brought into {targetName} before, from a file or by hand, is looked for by its
        number. Equal is linked; nothing is sent twice, and nothing of yours is overwritten.
      </p>
      <SpanForm view={view} formToken={formToken} />
      {reading === undefined ? null : <PreviewReading reading={reading} />}
      <Tiles label="Found" tiles={view.tiles} />
      {view.notes.map((note) => (
        <Notice tone="warn">{note}</Notice>
      ))}
      <Panel id="different" title="Different">
        {different.length === 0 ? (
          <p>Nothing differs.</p>
        ) : (
          <Table
            caption="Numbers that stand for something else"
            columns={differenceColumns}
            rows={different.map(([number, ...others]) => [
              <span class="nowrap">{number}</span>,
              ...others,
            ])}
          />
        )}
      </Panel>
      {unclear.length === 0 ? null : (
        <Panel id="unclear" title="Customers nobody may guess">
          <Table caption="Customers" columns={customerColumns} rows={unclear} />
        </Panel>
      )}
    </Layout>
  );
}
