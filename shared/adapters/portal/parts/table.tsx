import type { Child } from 'hono/jsx';

export interface Column {
  head: string;
  /** Numbers stand right, so that their digits stand below each other. */
  isNumber?: boolean;
  /** Left out on a phone. */
  isExtra?: boolean;
}

/** The first cell of a row names it. `foot`: the sums. */
export function Table(props: {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Child[])[];
  foot?: readonly Child[];
}) {
  const { caption, columns, rows, foot } = props;
  return (
    <section class="scroll" aria-label={caption} tabindex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row columns={columns} cells={row} />
          ))}
        </tbody>
        {foot === undefined ? null : (
          <tfoot>
            <Row columns={columns} cells={foot} />
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Row(props: { columns: readonly Column[]; cells: readonly Child[] }) {
  return (
    <tr>
      {props.columns.map((column, index) =>
        index === 0 ? (
          <th scope="row">{props.cells[index]}</th>
        ) : (
          <td class={classOf(column)}>{props.cells[index]}</td>
        ),
      )}
    </tr>
  );
}

function classOf({ isNumber, isExtra }: Column): string | undefined {
  const classes = [isNumber ? 'r' : '', isExtra ? 'hide' : ''].filter((name) => name !== '');
  return classes.length === 0 ? undefined : classes.join(' ');
}
