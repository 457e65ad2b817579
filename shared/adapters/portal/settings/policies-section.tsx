import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { Account, Choice } from './fields.tsx';
import { Section } from './section.tsx';

/** What is done in cases that do not come every day. */
export function PoliciesSection({ view }: { view: SettingsView }) {
  return (
    <Section
      view={view}
      place="policies"
      title="Deposits, bad debts, voids and rounding"
      fields={[
        'depositAccountCode',
        'voidedDocument',
        'uncollectible',
        'badDebtAccountCode',
        'amountCentDifference',
        'roundingAccountCode',
        'foreignCurrency',
      ]}
    >
      <Account
        view={view}
        name="depositAccountCode"
        help={`A liability: deposits are owed back, and are no income. What is returned or kept without a credit note or an invoice in ${view.names.source} is not seen here: compare the account with the list of deposits there.`}
        none="deposits go by their code"
      />
      <Voids view={view} />
      <BadDebts view={view} />
      <Rounding view={view} />
      <Choice
        view={view}
        name="foreignCurrency"
        help={`Documents that are not in ${view.baseCurrency ?? 'your own currency'}.`}
        options={[
          { value: 'issue', words: 'You are asked' },
          { value: 'post', words: `They are posted where ${view.names.target} has the currency` },
        ]}
      />
    </Section>
  );
}

function Voids({ view }: { view: SettingsView }) {
  return (
    <Choice
      view={view}
      name="voidedDocument"
      help={`When an invoice is voided in ${view.names.source}.`}
      options={[
        {
          value: 'void',
          words: 'It is voided in the books where that is possible; else you are asked',
        },
        { value: 'void_or_credit', words: 'It is voided, or credited where that is not possible' },
        { value: 'issue', words: 'You are asked' },
      ]}
    />
  );
}

function BadDebts({ view }: { view: SettingsView }) {
  return (
    <>
      <Choice
        view={view}
        name="uncollectible"
        help={`When an invoice is given up in ${view.names.source}.`}
        options={[
          { value: 'issue', words: 'You are asked' },
          { value: 'credit', words: 'It is written off to the account below' },
        ]}
      />
      <Account
        view={view}
        name="badDebtAccountCode"
        help="Takes what is written off."
        none="none is chosen"
      />
    </>
  );
}

function Rounding({ view }: { view: SettingsView }) {
  return (
    <>
      <Choice
        view={view}
        name="amountCentDifference"
        help="When the lines miss the total of a document by a cent."
        options={[
          { value: 'issue', words: 'You are asked' },
          { value: 'line', words: 'The cent becomes a line on the account below' },
        ]}
      />
      <Account
        view={view}
        name="roundingAccountCode"
        help="Takes such cents."
        none="none is chosen"
      />
    </>
  );
}
