import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { Account, Choice, listOfPayable, rowOptions, Tick } from './fields.tsx';
import { RowFields } from './row-field.tsx';
import { Section } from './section.tsx';

/** What is done with money that was received. */
export function PaymentsSection({ view }: { view: SettingsView }) {
  const { target } = view.names;
  return (
    <Section
      view={view}
      place="payments"
      title="Payments"
      brief={
        view.values.postPayments === 'yes'
          ? `to ${view.values.clearingAccountCode || 'no account yet'}`
          : 'not posted'
      }
      fields={[
        'postPayments',
        'clearingAccountCode',
        'method:',
        'overpayment',
        'postPaymentCredit',
      ]}
    >
      <Tick
        view={view}
        name="postPayments"
        label="Post payments"
        help={`Off: invoices stay unpaid in ${target}, and you match payments from the bank feed.`}
      />
      <Account
        view={view}
        name="clearingAccountCode"
        help={`Payments are posted to it; what is paid out to your bank is taken from it. It has to take payments in ${target}.`}
        none="payments wait for you"
        isForPayments
      />
      <Methods view={view} />
      <Surplus view={view} />
    </Section>
  );
}

/** Another account for some ways of paying. */
function Methods({ view }: { view: SettingsView }) {
  const { methods } = view.rows;
  if (methods.length === 0) return null;
  const options = rowOptions(view.payableAccounts, methods.length);
  return (
    <RowFields
      view={view}
      table="method"
      caption={`Another account by the way of paying, where ${view.names.source} tells it.`}
      heads={['Paid by', 'Account']}
      rows={methods.map(({ key, words }) => ({
        key,
        label: `Account for ${words}`,
        shown: words,
        ...(options === undefined
          ? {}
          : { options: [{ value: '', words: 'As all others' }, ...options] }),
      }))}
      list={listOfPayable}
    />
  );
}

/** What is done with money that is too much. */
function Surplus({ view }: { view: SettingsView }) {
  return (
    <>
      <Choice
        view={view}
        name="overpayment"
        help="When more was received than is due."
        options={[
          { value: 'issue', words: 'You are asked' },
          { value: 'post', words: 'The rest is posted as money on account' },
        ]}
      />
      <Choice
        view={view}
        name="postPaymentCredit"
        help="When an invoice is credited that was paid already."
        options={[
          { value: 'leave_open', words: 'The credit stays open for you to use' },
          { value: 'allocate', words: 'It is set against other open invoices of the customer' },
          { value: 'refund', words: 'It is paid back from the account above' },
        ]}
      />
    </>
  );
}
