import type { AccountOption, SettingsView } from '../../../domain/portal/settings-view.ts';
import { settingLabels } from '../../../domain/setting-names/setting-labels.ts';
import type { SettingName } from '../../../domain/setting-names/setting-words.ts';
import { type Option, SelectField, TextField, TickField } from '../parts/field.tsx';
import { withPresent } from './row-field.tsx';

/** Beyond these a list to choose from is longer than a person reads, and the page too large. */
const optionsAtMost = 25;
export const optionsOfTableAtMost = 300;

export const listOfLines = 'line-accounts';
export const listOfPayable = 'payable-accounts';
export const listOfOptions = 'tracking-options';

interface FieldProps {
  view: SettingsView;
  name: SettingName;
  /** The effect, in one line. */
  help: string;
}

/** One of a few, each with what it does. */
export function Choice(props: FieldProps & { options: readonly Option[] }) {
  const { view, name, help, options } = props;
  return (
    <SelectField
      name={name}
      label={settingLabels[name]}
      help={help}
      error={view.errors[name]}
      options={options}
      value={view.values[name]}
    />
  );
}

export function Text(props: FieldProps & { type?: 'text' | 'date' | 'number'; list?: string }) {
  const { view, name, help, type, list } = props;
  return (
    <TextField
      name={name}
      label={settingLabels[name]}
      help={help}
      error={view.errors[name]}
      value={view.values[name] ?? ''}
      {...(type === undefined ? {} : { type })}
      list={list}
    />
  );
}

export function Tick(props: FieldProps & { label: string }) {
  const { view, name, help, label } = props;
  return <TickField name={name} label={label} help={help} isTicked={view.values[name] === 'yes'} />;
}

/** An account of the chart: a list to choose from where it is short, else text with the chart behind it. */
export function Account(props: FieldProps & { isForPayments?: boolean; none: string }) {
  const { view, name, help, isForPayments = false, none } = props;
  const accounts = isForPayments ? view.payableAccounts : view.lineAccounts;
  if (accounts.length === 0 || accounts.length > optionsAtMost) {
    const list = isForPayments ? listOfPayable : listOfLines;
    return <Text view={view} name={name} help={`${help} Empty: ${none}.`} list={list} />;
  }
  const options = [{ value: '', words: capitalised(none) }, ...accounts.map(accountOption)];
  return (
    <Choice
      view={view}
      name={name}
      help={help}
      options={withPresent(options, view.values[name] ?? '')}
    />
  );
}

/** Options of each row of a table; undefined where they are too many, and the rows are text. */
export function rowOptions(
  accounts: readonly AccountOption[],
  rows: number,
): readonly Option[] | undefined {
  if (accounts.length === 0 || accounts.length * rows > optionsOfTableAtMost) return undefined;
  return accounts.map(accountOption);
}

function accountOption({ code, name }: AccountOption): Option {
  return { value: code, words: `${code} · ${name}` };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What text inputs of the page offer. */
export function Lists({ view }: { view: SettingsView }) {
  return (
    <>
      <AccountList id={listOfLines} accounts={view.lineAccounts} />
      <AccountList id={listOfPayable} accounts={view.payableAccounts} />
      <datalist id={listOfOptions}>
        {view.siteOptions.map((name) => (
          <option value={name} />
        ))}
      </datalist>
    </>
  );
}

function AccountList(props: { id: string; accounts: readonly AccountOption[] }) {
  return (
    <datalist id={props.id}>
      {props.accounts.map(({ code, name }) => (
        <option value={code}>{name}</option>
      ))}
    </datalist>
  );
}
