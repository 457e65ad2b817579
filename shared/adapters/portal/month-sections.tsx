import type { MonthView, SiteRow } from '../../domain/portal/month-view.ts';
import { BarChart } from './parts/bar-chart.tsx';
import { Panel } from './parts/panel.tsx';
import { Table } from './parts/table.tsx';
import { Tiles } from './parts/tile.tsx';

/** The money of a month: tiles, a chart with its table, and both sides per site. */
export function MonthSections({ month, id }: { month: MonthView; id: string }) {
  const { title, targetName, days } = month;
  const chart = `Invoices per day in ${targetName}`;
  return (
    <>
      <Tiles label={title} tiles={month.figures} />
      <div class="two">
        <Panel id={`${id}-days`} title={chart}>
          <BarChart
            id={`${id}-chart`}
            title={chart}
            bars={days.map(({ tick, name, posted, waiting }) => ({
              ...{ tick, name, waiting },
              value: posted,
            }))}
            words={{ value: `in ${targetName}`, waiting: 'not yet' }}
            write={String}
          />
        </Panel>
        <Panel id={`${id}-sites`} title="By site">
          <Sites month={month} />
        </Panel>
      </div>
    </>
  );
}

function Sites({ month }: { month: MonthView }) {
  const { title, sourceName, targetName, sites, total } = month;
  return (
    <Table
      caption={`Invoices, ${title.toLowerCase().replace(/^./, (first) => first.toUpperCase())}`}
      columns={[
        { head: 'Site' },
        { head: sourceName, isNumber: true },
        { head: targetName, isNumber: true },
        { head: 'Missing', isNumber: true },
      ]}
      rows={sites.map(cellsOf)}
      {...(sites.length > 1 ? { foot: cellsOf(total) } : {})}
    />
  );
}

function cellsOf({ site, source, target, difference, isEven }: SiteRow) {
  return [
    site,
    source,
    target,
    isEven ? <span class="soft">{difference}</span> : <strong>{difference}</strong>,
  ];
}
