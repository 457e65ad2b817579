import type { ComparedRow, ComparedTable } from '../../domain/portal/totals-view.ts';
import { Table } from './parts/table.tsx';

/** Both sides beside each other, with what lies between them. */
export function ComparedTableOf(props: {
  table: ComparedTable;
  sourceName: string;
  targetName: string;
}) {
  const { table, sourceName, targetName } = props;
  return (
    <Table
      caption={table.title}
      columns={[
        { head: table.head },
        { head: sourceName, isNumber: true },
        { head: targetName, isNumber: true, isExtra: true },
        { head: 'Difference', isNumber: true },
      ]}
      rows={table.rows.map(cellsOf)}
      {...(table.rows.length > 1 ? { foot: cellsOf(table.total) } : {})}
    />
  );
}

function cellsOf({ name, source, ledger, difference, isEven }: ComparedRow) {
  return [
    name,
    source,
    ledger,
    isEven ? <span class="soft">{difference}</span> : <strong>{difference}</strong>,
  ];
}
