import { percentWords } from '../../../domain/money/percent.ts';
import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import type { RateRow } from '../../../domain/settings/form/form-rows.ts';
import { Choice } from './fields.tsx';
import { type Row, RowFields } from './row-field.tsx';
import { Section } from './section.tsx';

/** Which tax rate each account has at each rate that was seen. */
export function TaxSection({ view }: { view: SettingsView }) {
  const { rates } = view.rows;
  const { source, target } = view.names;
  return (
    <Section
      view={view}
      place="tax"
      title="Tax"
      brief={rates.length === 0 ? undefined : `${rates.length} rates`}
      fields={['taxCentDifference', 'tax:']}
    >
      {rates.length === 0 ? (
        <p>Rates are listed here as soon as we have seen invoices in {source}.</p>
      ) : (
        <RowFields
          view={view}
          table="tax"
          caption={`Rates seen on recent invoices, and the tax rate in ${target}.`}
          heads={['Account and rate', 'Tax rate']}
          rows={rates.map((row) => rateRow(row, view))}
        />
      )}
      <Choice
        view={view}
        name="taxCentDifference"
        help={`${target} may round the tax of a line otherwise than ${source}.`}
        options={[
          { value: 'override', words: `The tax of ${source} is sent as it is` },
          { value: 'issue', words: 'You are asked' },
        ]}
      />
    </Section>
  );
}

function rateRow(row: RateRow, { lineAccounts }: SettingsView): Row {
  const { key, accountCode, rateBasisPoints, fitting } = row;
  const account = lineAccounts.find(({ code }) => code === accountCode);
  const name = accountCode === undefined ? 'Any account' : accountCode;
  const percent = percentWords(rateBasisPoints);
  return {
    key,
    label: `Tax rate for ${name} at ${percent}`,
    shown: (
      <>
        <b>{percent}</b> on {name} {account?.name ?? ''}
      </>
    ),
    options: [
      { value: '', words: byItself(row) },
      ...fitting.map((rate) => ({ value: rate.taxType, words: `${rate.name} (${rate.taxType})` })),
    ],
  };
}

/** What is taken without a choice. */
function byItself({ ownDefault, fitting }: RateRow): string {
  if (ownDefault !== undefined) return `The account’s own: ${ownDefault.name}`;
  const [only, ...others] = fitting;
  if (only === undefined) return 'None fits';
  return others.length === 0 ? `The only one: ${only.name}` : 'Please choose';
}
