import type { Owner, Pipeline, Property, PropertyGroup, PropertyOption } from '../core/account.ts';
import type { ObjectType } from '../core/object-types.ts';

type Shape = Pick<Property, 'type' | 'fieldType'>;

const text: Shape = { type: 'string', fieldType: 'text' };
const area: Shape = { type: 'string', fieldType: 'textarea' };
const number: Shape = { type: 'number', fieldType: 'number' };
const moment: Shape = { type: 'datetime', fieldType: 'date' };
const choice: Shape = { type: 'enumeration', fieldType: 'select' };
const phone: Shape = { type: 'phone_number', fieldType: 'phonenumber' };
const yesOrNo: Shape = { type: 'bool', fieldType: 'booleancheckbox' };
const readOnly = { isReadOnly: true };

type Row = readonly [name: string, label: string, shape: Shape, more?: Partial<Property>];

const address: readonly Row[] = [
  ['address', 'Street Address', text],
  ['city', 'City', text],
  ['state', 'State/Region', text],
  ['zip', 'Postal Code', text],
  ['country', 'Country/Region', text],
];

const lifecycleStages = options([
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
]);

const leadStatuses = options([
  ['NEW', 'New'],
  ['OPEN', 'Open'],
  ['IN_PROGRESS', 'In Progress'],
  ['UNQUALIFIED', 'Unqualified'],
]);

/** The properties that an account has from the beginning, as far as a connector could want them. */
export function builtInProperties(
  pipelines: readonly Pipeline[],
  owners: readonly Owner[],
): Readonly<Record<ObjectType, readonly Property[]>> {
  const people = options(
    owners.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`]),
  );
  return {
    contact: contactProperties(people),
    company: companyProperties(people),
    deal: dealProperties(pipelines, people),
  };
}

function contactProperties(people: readonly PropertyOption[]): readonly Property[] {
  const isUnique = { hasUniqueValue: true };
  return [
    ...systemProperties('contactinformation', 'lastmodifieddate'),
    ...inGroup('contactinformation', [
      ['email', 'Email', text, isUnique],
      ['hs_additional_emails', 'Additional email addresses', text],
      ['firstname', 'First Name', text],
      ['lastname', 'Last Name', text],
      ['phone', 'Phone Number', phone],
      ['mobilephone', 'Mobile Phone Number', text],
      ['company', 'Company Name', text],
      ...address,
      ['lifecyclestage', 'Lifecycle Stage', choice, { options: lifecycleStages }],
      ['hs_calculated_merged_vids', 'Merged vids with timestamps', text, readOnly],
    ]),
    ...inGroup('sales_properties', [
      ['hubspot_owner_id', 'Contact owner', choice, { options: people }],
      ['hs_lead_status', 'Lead Status', choice, { options: leadStatuses }],
    ]),
    ...inGroup('emailinformation', [['hs_email_optout', 'Unsubscribed from all email', yesOrNo]]),
  ];
}

function companyProperties(people: readonly PropertyOption[]): readonly Property[] {
  return [
    ...systemProperties('companyinformation', 'hs_lastmodifieddate'),
    ...inGroup('companyinformation', [
      ['name', 'Company name', text],
      ['domain', 'Company Domain Name', text],
      ['phone', 'Phone Number', text],
      ...address,
      ['lifecyclestage', 'Lifecycle Stage', choice, { options: lifecycleStages }],
      ['hubspot_owner_id', 'Company owner', choice, { options: people }],
    ]),
  ];
}

function dealProperties(
  pipelines: readonly Pipeline[],
  people: readonly PropertyOption[],
): readonly Property[] {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  const named = (all: readonly { readonly id: string; readonly label: string }[]) => ({
    options: all.map(({ id, label }) => ({ value: id, label })),
  });
  return [
    ...systemProperties('dealinformation', 'hs_lastmodifieddate'),
    ...inGroup('dealinformation', [
      ['dealname', 'Deal Name', text],
      ['amount', 'Amount', number],
      ['closedate', 'Close Date', moment],
      ['description', 'Deal Description', area],
      ['pipeline', 'Pipeline', choice, named(pipelines)],
      ['dealstage', 'Deal Stage', choice, named(stages)],
      ['hubspot_owner_id', 'Deal owner', choice, { options: people }],
      ['closed_lost_reason', 'Closed Lost Reason', area],
      ['deal_currency_code', 'Currency', text],
    ]),
  ];
}

/** The groups that an account has from the beginning. */
export const builtInGroups: Readonly<Record<ObjectType, readonly PropertyGroup[]>> = {
  contact: [
    { name: 'contactinformation', label: 'Contact information', displayOrder: 0 },
    { name: 'sales_properties', label: 'Sales properties', displayOrder: 1 },
    { name: 'emailinformation', label: 'Email information', displayOrder: 2 },
  ],
  company: [{ name: 'companyinformation', label: 'Company information', displayOrder: 0 }],
  deal: [{ name: 'dealinformation', label: 'Deal information', displayOrder: 0 }],
};

function systemProperties(group: string, modified: string): readonly Property[] {
  return inGroup(group, [
    ['hs_object_id', 'Record ID', number, readOnly],
    ['createdate', 'Create Date', moment, readOnly],
    [modified, 'Last Modified Date', moment, readOnly],
    ['hs_merged_object_ids', 'Merged record IDs', text, readOnly],
  ]);
}

function inGroup(groupName: string, rows: readonly Row[]): readonly Property[] {
  return rows.map(([name, label, shape, more]) => ({
    name,
    label,
    ...shape,
    groupName,
    description: '',
    options: [],
    hasUniqueValue: false,
    isBuiltIn: true,
    isReadOnly: false,
    createdEpochMs: Date.UTC(2026, 0, 1),
    ...more,
  }));
}

function options(
  rows: readonly (readonly [value: string, label: string])[],
): readonly PropertyOption[] {
  return rows.map(([value, label]) => ({ value, label }));
}
