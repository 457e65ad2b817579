import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import type { CodeRow } from '../../../domain/settings/form/form-rows.ts';
import { Account, listOfLines, rowOptions } from './fields.tsx';
import { type Row, RowFields } from './row-field.tsx';
import { Section } from './section.tsx';

/** Which account each code of the source leads to. */
export function AccountsSection({ view }: { view: SettingsView }) {
  const { codes } = view.rows;
  const options = rowOptions(view.lineAccounts, codes.length, 'As it is');
  const { source, target } = view.names;
  return (
    <Section
      view={view}
      place="accounts"
      title="Accounts"
      fields={['defaultAccountCode', 'account:']}
    >
      {codes.length === 0 ? (
        <p>Codes that {source} uses are listed here as soon as we know of any.</p>
      ) : (
        <RowFields
          view={view}
          table="account"
          caption={`Codes that ${source} uses, and the account in ${target} that their lines go to. Empty: the account of the same code.`}
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

function codeRow(row: CodeRow, options: Row['options']): Row {
  const { code, names } = row;
  return {
    key: code,
    label: `Account for ${code}`,
    shown: (
      <>
        <b>{code}</b>
        {names.length === 0 ? null : <p class="small">{names.join('; ')}</p>}
      </>
    ),
    help: proposalWords(row),
    ...(options === undefined ? {} : { options }),
  };
}

function proposalWords({ proposal }: CodeRow): string | undefined {
  switch (proposal?.kind) {
    case 'same_code':
      return `Empty: ${proposal.account.code} ${proposal.account.name}.`;
    case 'by_name':
      return `Proposed by its name: ${proposal.account.code} ${proposal.account.name}.`;
    case 'ambiguous':
      return `Could be ${proposal.accounts
        .slice(0, 3)
        .map(({ code, name }) => `${code} ${name}`)
        .join(' or ')}: please choose.`;
    case 'none':
      return 'The chart has no such code: please choose.';
    default:
      return undefined;
  }
}
