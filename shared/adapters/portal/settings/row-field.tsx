import type { Child } from 'hono/jsx';
import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { inputNames, rowName, type TableName } from '../../../domain/settings/form/entered.ts';
import type { Option } from '../parts/field.tsx';
import { SubmittedTable } from './submitted-table.tsx';

export interface Row {
  key: string;
  /** What the row is about, also for whoever cannot see the table. */
  label: string;
  /** Shown instead of the label. */
  shown?: Child;
  /** Where a person hesitates. */
  help?: string | undefined;
  options?: readonly Option[];
}

/** A table with an input in each row; each may be a list to choose from or text with proposals. */
export function RowFields(props: {
  view: SettingsView;
  table: TableName;
  caption: string;
  heads: [string, string];
  rows: readonly Row[];
  /** Id of the `datalist` with proposals for rows without options. */
  list?: string;
}) {
  const { view, table, caption, heads, rows, list } = props;
  return (
    <SubmittedTable caption={caption} heads={heads}>
      {rows.map((row, at) => (
        <tr>
          <th scope="row">{row.shown ?? row.label}</th>
          <td>
            <RowField view={view} table={table} row={row} at={at} list={list} />
          </td>
        </tr>
      ))}
    </SubmittedTable>
  );
}

function RowField(props: {
  view: SettingsView;
  table: TableName;
  row: Row;
  at: number;
  list: string | undefined;
}) {
  const { view, table, row, at, list } = props;
  const names = inputNames(table, at);
  const name = rowName(table, row.key);
  const value = view.values[name] ?? '';
  const error = view.errors[name];
  const common = {
    id: names.value,
    name: names.value,
    'aria-label': `${row.label}`,
    'aria-invalid': error === undefined ? undefined : ('true' as const),
    'aria-describedby': error === undefined ? undefined : `${names.value}-error`,
  };
  return (
    <>
      <input type="hidden" name={names.key} value={row.key} />
      {row.options === undefined ? (
        <input {...common} value={value} list={list} />
      ) : (
        <select {...common}>
          {withPresent(row.options, value).map((option) => (
            <option value={option.value} selected={option.value === value}>
              {option.words}
            </option>
          ))}
        </select>
      )}
      {row.help === undefined ? null : <p class="small">{row.help}</p>}
      {error === undefined ? null : (
        <p class="error" id={`${names.value}-error`}>
          {error}
        </p>
      )}
    </>
  );
}

/** What is set is shown, whether or not it can still be chosen. */
export function withPresent(options: readonly Option[], value: string): readonly Option[] {
  if (value === '' || options.some((option) => option.value === value)) return options;
  return [...options, { value, words: `${value} (not to be found)` }];
}
