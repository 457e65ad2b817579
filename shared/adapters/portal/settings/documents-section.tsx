import { dayOnly } from '../../../domain/portal/day-and-time.ts';
import type { SettingsView } from '../../../domain/portal/settings-view.ts';
import { Choice, Text, Tick } from './fields.tsx';
import { Section } from './section.tsx';

const statuses = [
  { value: 'AUTHORISED', words: 'Authorised: they count at once' },
  { value: 'DRAFT', words: 'Drafts: you approve each of them; no payments until then' },
];

/** From when on, as what, and what is done with documents whose month is closed or that change. */
export function DocumentsSection({ view }: { view: SettingsView }) {
  return (
    <Section
      view={view}
      place="documents"
      title="Documents"
      brief={`from ${dayOnly(view.values.startDate ?? '')}, ${view.values.invoiceStatus === 'DRAFT' ? 'as drafts' : 'authorised'}`}
      fields={[
        'startDate',
        'timeZone',
        'invoiceStatus',
        'creditNoteStatus',
        'paymentTermsDays',
        'lockedPeriod',
        'changedDocument',
        'historyNotes',
      ]}
    >
      <Text
        view={view}
        name="startDate"
        type="date"
        help={`Documents dated earlier are left alone.${lockWords(view)}`}
      />
      <Text
        view={view}
        name="timeZone"
        help={`In which times become days, for instance Europe/London. Empty: as in ${view.names.target}${view.zone === undefined ? '' : ` (now ${view.zone})`}.`}
      />
      <Choice view={view} name="invoiceStatus" help="How invoices arrive." options={statuses} />
      <Choice
        view={view}
        name="creditNoteStatus"
        help="How credit notes arrive."
        options={[{ value: '', words: 'As invoices' }, ...statuses]}
      />
      <Text
        view={view}
        name="paymentTermsDays"
        type="number"
        help="Due day, counted from the invoice day; 0 is the same day."
      />
      <Choice
        view={view}
        name="lockedPeriod"
        help="When the month of a document is closed in the books."
        options={[
          { value: 'hold', words: 'They wait, and go by themselves once the lock date is moved' },
          { value: 'next_open_day', words: 'They are dated on the first open day' },
          { value: 'draft', words: 'They are left as drafts' },
        ]}
      />
      <Choice
        view={view}
        name="changedDocument"
        help="When an invoice changes before anything was paid."
        options={[
          { value: 'amend', words: 'The document in the books is changed, too' },
          { value: 'issue', words: 'You are asked' },
        ]}
      />
      <Tick
        view={view}
        name="historyNotes"
        label="Note in each document where it comes from"
        help={`Shown in the document’s history in ${view.names.target}; costs a call for each.`}
      />
    </Section>
  );
}

function lockWords({ lockedUntil, names }: SettingsView): string {
  if (lockedUntil === undefined) return '';
  return ` In ${names.target} everything up to ${dayOnly(lockedUntil)} is locked.`;
}
