import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import type { CodeRow } from '../../../domain/settings/form/form-rows.ts';
import { Account, listOfLines, rowOptions } from './fields.tsx';
import { type Row, RowFields } from './row-field.tsx';
import { Section } from './section.tsx';

/** Which account each code of the source leads to. */
export function AccountsSection({ view }: { view: SettingsView }) {
  const { codes } = view.rows;
  const options = rowOptions(view.lineAccounts, codes.length);
  const { source, target } = view.names;
  return (
    <Section
      view={view}
      place="accounts"
      title="Accounts"
      brief={codes.length === 0 ? undefined : `${codes.length} codes`}
      fields={['defaultAccountCode', 'account:']}
    >
      {codes.length === 0 ? (
        <p>Codes that {source} uses are listed here as soon as we know of any.</p>
      ) : (
        <RowFields
          view={view}
          table="account"
          caption={`Codes that ${source} uses, and the account in ${target} that their lines go to.`}
          heads={['Code', 'Account']}
          rows={codes.map((row) => codeRow(row, options))}
          list={listOfLines}
        />
      )}
      <Account
        view={view}
        name="defaultAccountCode"
        help={`For lines to which ${source} gives no code.`}
        none="such a line waits for you"
      />
    </Section>
  );
}

function codeRow(row: CodeRow, accounts: Row['options']): Row {
  const { code, names } = row;
  const words = proposalWords(row);
  return {
    key: code,
    label: `Account for ${code}`,
    shown: (
      <>
        <b>{code}</b>
        {names.length === 0 ? null : <p class="small">{names.join('; ')}</p>}
      </>
    ),
    ...(accounts === undefined
      ? { help: words }
      : { options: [{ value: '', words: words ?? 'As it is' }, ...accounts] }),
    ...(row.proposal?.kind === 'by_name' ? { help: 'Proposed by its name.' } : {}),
  };
}

/** What an empty choice means. */
function proposalWords({ code, proposal }: CodeRow): string | undefined {
  switch (proposal?.kind) {
    case 'same_code':
      return `As it is: ${proposal.account.code} · ${proposal.account.name}`;
    case 'ambiguous':
      return `Please choose, perhaps ${proposal.accounts
        .slice(0, 2)
        .map((account) => `${account.code} ${account.name}`)
        .join(' or ')}`;
    case 'by_name':
    case 'none':
      return `Please choose: the chart has no ${code}`;
    default:
      return undefined;
  }
}
