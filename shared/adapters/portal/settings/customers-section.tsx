import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { Choice } from './fields.tsx';
import { Section } from './section.tsx';

/** How customers that are in the books already are known again. */
export function CustomersSection({ view }: { view: SettingsView }) {
  return (
    <Section view={view} place="customers" title="Customers" fields={['contactMatching']}>
      <Choice
        view={view}
        name="contactMatching"
        help={`A customer who is in ${view.names.target} already is not entered twice.`}
        options={[
          { value: 'number', words: 'our number only' },
          { value: 'email', words: 'our number, else the e-mail address' },
          {
            value: 'name',
            words: 'our number, else the name where it is the only one on both sides',
          },
        ]}
      />
    </Section>
  );
}
