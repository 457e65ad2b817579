import { html } from 'hono/html';
import { type ControlField, type Markup, renderActionForm } from '../../common/control-page.ts';
import type { Account } from '../core/account.ts';
import { objectTypes } from '../core/object-types.ts';
import type { HubspotWorld } from '../core/world.ts';
import { type FaultKind, faultKinds } from '../gate/fault-plan.ts';
import type { PageParts } from './page-parts.ts';

type FormOf = (action: string, label: string, fields?: readonly ControlField[]) => Markup;

/** A form for each action, under a heading for those who could do it. */
export function renderForms({ world, account, webhooks }: PageParts): readonly Markup[] {
  const form: FormOf = (action, label, fields = []) =>
    renderActionForm(`/control/${account.facts.slug}/${action}`, label, fields);
  const section = (heading: string, forms: readonly Markup[]): Markup =>
    html`<h2>${heading}</h2><div class="cards">${forms}</div>`;
  return [
    section('What people do', recordForms(form, account)),
    section('What the administrator does', accountForms(form, account)),
    section('How HubSpot behaves', [...serverForms(form, world), webhookForm(form, webhooks)]),
    section('Faults', faultForms(form, world)),
  ];
}

function webhookForm(form: FormOf, webhooks: PageParts['webhooks']): Markup {
  const settings = webhooks?.settings;
  return form('webhooks', 'Set the webhooks', [
    rateField('doubles', 'Events sent twice', settings?.doubles ?? 0),
    choice('shuffles', 'In another order', [String(settings?.shuffles ?? false), 'false', 'true']),
    countField('firstRetryMs', 'First retry after ms', settings?.firstRetryMs ?? 60_000),
    choice('refusalsEnd', 'No retry after 400 to 405', [
      String(settings?.refusalsEnd ?? false),
      'false',
      'true',
    ]),
  ]);
}

/** What people do with records. */
function recordForms(form: FormOf, account: Account): readonly Markup[] {
  const stages = account.facts.pipelines.flatMap((pipeline) =>
    pipeline.stages.map(({ id, label }) => ({ value: id, label: `${pipeline.label}: ${label}` })),
  );
  const kind = choice('type', 'Kind', ['contact', ...objectTypes]);
  return [
    form('create-contact', 'Make a contact', [
      { name: 'email', label: 'E-mail', type: 'email' },
      { name: 'firstname', label: 'First name' },
      { name: 'lastname', label: 'Last name' },
      { name: 'phone', label: 'Phone' },
    ]),
    form('create-deal', 'Make a deal', [
      { name: 'dealname', label: 'Name' },
      { name: 'amount', label: 'Amount' },
      { name: 'stage', label: 'Stage', options: stages },
      { name: 'contact', label: 'Contact (address or id, may stay empty)' },
    ]),
    form('move-deal', 'Move a deal', [
      { name: 'deal', label: 'Deal (name or id)' },
      { name: 'stage', label: 'Stage', options: stages },
    ]),
    form('edit-record', 'Edit a record', [
      kind,
      { name: 'record', label: 'Address, name or id' },
      { name: 'property', label: 'Property' },
      { name: 'value', label: 'Value (empty: clear)' },
    ]),
    form('merge', 'Merge two records', [
      kind,
      { name: 'primary', label: 'Whose values stand (address, name or id)' },
      { name: 'other', label: 'The other one' },
    ]),
    form('archive', 'Delete a record', [kind, { name: 'record', label: 'Address, name or id' }]),
    form('privacy-delete', 'Delete a contact for good', [
      { name: 'contact', label: 'Address or id' },
    ]),
    form('import-contacts', 'Import contacts', [
      { name: 'contacts', label: 'Lines of address;first name;last name', type: 'lines' },
    ]),
  ];
}

/** What an administrator does. */
function accountForms(form: FormOf, account: Account): readonly Markup[] {
  return [
    form('withhold-scopes', 'Withhold scopes', [
      {
        name: 'scopes',
        label: 'Scopes that the next consent does not give',
        type: 'lines',
        value: [...account.withheld].join('\n'),
      },
    ]),
    form('uninstall', 'Uninstall the app'),
  ];
}

/** How the simulated servers behave. */
function serverForms(form: FormOf, world: HubspotWorld): readonly Markup[] {
  const { settings: limits } = world.limiter;
  const { behaviour } = world;
  const { settings: tokens } = world.grants;
  return [
    form('limits', 'Set limits', [
      choice('enabled', 'Limits on', [String(limits.enabled), 'true', 'false']),
      countField('perTenSeconds', 'Calls in ten seconds', limits.perTenSeconds),
      countField('searchesPerSecond', 'Searches in a second', limits.searchesPerSecond),
      choice('sendsRetryAfter', 'Retry-After with 429', [
        String(limits.sendsRetryAfter),
        'false',
        'true',
      ]),
    ]),
    form('behaviour', 'Set what nobody is sure of', [
      choice('multiStatus', '207 of batches', [behaviour.multiStatus, 'traced', 'always', 'never']),
      choice('emailUpsert', 'Upsert by e-mail that leaves values out', [
        behaviour.emailUpsert,
        'refuses',
        'clears',
        'keeps',
      ]),
      choice('mergedId', 'Id after a merge', [behaviour.mergedId, 'new', 'primary']),
      choice('uninstalledStatus', 'Calls after an uninstall', [
        String(behaviour.uninstalledStatus),
        '401',
        '403',
      ]),
      countField('searchLagMs', 'Searches lag behind, ms', behaviour.searchLagMs),
    ]),
    form('tokens', 'Set tokens', [
      choice('rotatesRefreshTokens', 'New refresh token each time', [
        String(tokens.rotatesRefreshTokens),
        'false',
        'true',
      ]),
      countField('accessTokenSeconds', 'Life of an access token, s', tokens.accessTokenSeconds),
    ]),
  ];
}

const faultWords: Readonly<Record<FaultKind, string>> = {
  '500-applied': '500 after the change was made',
  '500-not-applied': '500 before the change',
  '502-not-applied': '502 before the change',
  '503-not-applied': '503 before the change',
  '504-applied': '504 after the change was made',
  '504-not-applied': '504 before the change',
  'timeout-applied': 'Answer lost after the change',
  'timeout-not-applied': 'Connection lost before',
  partial: 'One input of a batch fails',
  daily: 'The day’s quota is gone',
};

function faultForms(form: FormOf, world: HubspotWorld): readonly Markup[] {
  const { rates, latencyMs } = world.faults.settings;
  return [
    form('faults', 'Set faults', [
      ...faultKinds.map((kind) => rateField(kind, faultWords[kind], rates[kind] ?? 0)),
      countField('latencyMs', 'Delay in ms', latencyMs),
    ]),
    form('fault-next', 'Fail the next calls', [
      {
        name: 'kind',
        label: 'How',
        options: faultKinds.map((kind) => ({ value: kind, label: faultWords[kind] })),
      },
      { name: 'count', label: 'Number of calls', type: 'number', min: 1, value: 1 },
      { name: 'pathIncludes', label: 'Only paths with (empty: all)' },
    ]),
    form('faults-off', 'Faults off'),
  ];
}

/** The present value comes first, then all that there are. */
function choice(
  name: string,
  label: string,
  [value, ...all]: readonly [string, ...string[]],
): ControlField {
  return { name, label, value, options: all.map((each) => ({ value: each, label: each })) };
}

function countField(name: string, label: string, value: number): ControlField {
  return { name, label, type: 'number', min: 0, value };
}

function rateField(name: string, label: string, value: number): ControlField {
  return { name, label: `${label} (0 to 1)`, type: 'number', min: 0, max: 1, step: 'any', value };
}
