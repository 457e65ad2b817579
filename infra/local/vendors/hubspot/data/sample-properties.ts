import type { Owner, Pipeline, Property, PropertyGroup, PropertyOption } from '../core/account.ts';
import type { ObjectType } from '../core/object-types.ts';

type Shape = Pick<Property, 'type' | 'fieldType'>;

const text: Shape = { type: 'string', fieldType: 'text' };
const area: Shape = { type: 'string', fieldType: 'textarea' };
const number: Shape = { type: 'number', fieldType: 'number' };
const moment: Shape = { type: 'datetime', fieldType: 'date' };
const choice: Shape = { type: 'enumeration', fieldType: 'select' };

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

/** The properties that an account has from the beginning, as far as a connector could want them. */
export function builtInProperties(
  pipelines: readonly Pipeline[],
  owners: readonly Owner[],
): Readonly<Record<ObjectType, readonly Property[]>> {
  const owner = options(
    owners.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`]),
  );
  return {
    contact: [
      ...systemProperties('contactinformation', 'lastmodifieddate'),
      { ...built('email', 'Email', text, 'contactinformation'), hasUniqueValue: true },
      built('hs_additional_emails', 'Additional email addresses', text, 'contactinformation'),
      built('firstname', 'First Name', text, 'contactinformation'),
      built('lastname', 'Last Name', text, 'contactinformation'),
      built(
        'phone',
        'Phone Number',
        { type: 'phone_number', fieldType: 'phonenumber' },
        'contactinformation',
      ),
      built('mobilephone', 'Mobile Phone Number', text, 'contactinformation'),
      built('company', 'Company Name', text, 'contactinformation'),
      ...addressProperties('contactinformation'),
      {
        ...built('lifecyclestage', 'Lifecycle Stage', choice, 'contactinformation'),
        options: lifecycleStages,
      },
      { ...built('hubspot_owner_id', 'Contact owner', choice, 'sales_properties'), options: owner },
      {
        ...built('hs_lead_status', 'Lead Status', choice, 'sales_properties'),
        options: options([
          ['NEW', 'New'],
          ['OPEN', 'Open'],
          ['IN_PROGRESS', 'In Progress'],
          ['UNQUALIFIED', 'Unqualified'],
        ]),
      },
      {
        ...built(
          'hs_email_optout',
          'Unsubscribed from all email',
          { type: 'bool', fieldType: 'booleancheckbox' },
          'emailinformation',
        ),
      },
      readOnly(
        built(
          'hs_calculated_merged_vids',
          'Merged vids with timestamps',
          text,
          'contactinformation',
        ),
      ),
    ],
    company: [
      ...systemProperties('companyinformation', 'hs_lastmodifieddate'),
      built('name', 'Company name', text, 'companyinformation'),
      built('domain', 'Company Domain Name', text, 'companyinformation'),
      built('phone', 'Phone Number', text, 'companyinformation'),
      ...addressProperties('companyinformation'),
      {
        ...built('lifecyclestage', 'Lifecycle Stage', choice, 'companyinformation'),
        options: lifecycleStages,
      },
      {
        ...built('hubspot_owner_id', 'Company owner', choice, 'companyinformation'),
        options: owner,
      },
    ],
    deal: [
      ...systemProperties('dealinformation', 'hs_lastmodifieddate'),
      built('dealname', 'Deal Name', text, 'dealinformation'),
      built('amount', 'Amount', number, 'dealinformation'),
      built('closedate', 'Close Date', moment, 'dealinformation'),
      built('description', 'Deal Description', area, 'dealinformation'),
      {
        ...built('pipeline', 'Pipeline', choice, 'dealinformation'),
        options: options(pipelines.map(({ id, label }) => [id, label])),
      },
      {
        ...built('dealstage', 'Deal Stage', choice, 'dealinformation'),
        options: options(
          pipelines.flatMap(({ stages }) => stages.map(({ id, label }) => [id, label] as const)),
        ),
      },
      { ...built('hubspot_owner_id', 'Deal owner', choice, 'dealinformation'), options: owner },
      built('closed_lost_reason', 'Closed Lost Reason', area, 'dealinformation'),
      built('deal_currency_code', 'Currency', text, 'dealinformation'),
    ],
  };
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
  return [
    readOnly(built('hs_object_id', 'Record ID', number, group)),
    readOnly(built('createdate', 'Create Date', moment, group)),
    readOnly(built(modified, 'Last Modified Date', moment, group)),
    readOnly(built('hs_merged_object_ids', 'Merged record IDs', text, group)),
  ];
}

function addressProperties(group: string): readonly Property[] {
  return [
    built('address', 'Street Address', text, group),
    built('city', 'City', text, group),
    built('state', 'State/Region', text, group),
    built('zip', 'Postal Code', text, group),
    built('country', 'Country/Region', text, group),
  ];
}

type Row = readonly [name: string, label: string, shape: Shape, group: string];

function built(...[name, label, shape, groupName]: Row): Property {
  return {
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
  };
}

function readOnly(property: Property): Property {
  return { ...property, isReadOnly: true };
}

function options(
  rows: readonly (readonly [value: string, label: string])[],
): readonly PropertyOption[] {
  return rows.map(([value, label]) => ({ value, label }));
}
